"""How values and dates print, and are formatted."""

numbers = ["0", "1", "-1", "42", "-7", "255", "1234567", "-1234567", "12345678901234567890", "0.0", "0.5", "-0.5", "1.5", "2.5", "3.14159", "1e3", "123456.789", "-123456.789", "1e16", "1e15", "1.5e-7", "0.0001", "0.00001", "1e100", "1e-300", "0.1", "2.675", "1.005", "9.995", "true", "false"]
specs = ["", "d", "5", "05d", "+d", ",", "_", "x", "X", "#x", "b", "#b", "o", "c", "n", "e", "E", "f", "F", "g", "G", "%", ".0f", ".1f", ".2f", ".3f", ".5f", "10.2f", "<10.2f", ">10.2f", "^10.2f", "=+10.2f", "010.2f", "+.1f", " .1f", ",.2f", "_.2f", ".3", ".6g", ".0e", ".2e", ".1%", "*^12", "*<12", "0>8", "+,", "012,d", ".10g", "s", ">6s"]
percents = ["%d", "%5d", "%-5d|", "%05d", "%+d", "% d", "%i", "%s", "%r", "%f", "%.1f", "%.0f", "%8.2f", "%-8.2f|", "%08.2f", "%+.1f", "%e", "%.2e", "%g", "%.3g", "%G", "%x", "%X", "%#x", "%o", "%#o", "%10s|", "%-10s|", "%.2s", "%5.1s|", "%u", "%.3d"]
rounds = ["round", "round(1)", "round(2)", "round(3)", "round(0, 'ceil')", "round(1, 'floor')", "round(2, 'ceil')", "int", "float", "abs", "filesizeformat", "filesizeformat(true)", "string", "tojson"]
texts = ["''", "'a'", "'abc def'", '"it\'s"', "'say \"hi\"'", "'both \\' and \"'", "'back\\\\slash'", "'tab\\tnew\\nline\\rreturn'", "'\\x00\\x07\\x1b\\x7f'", "'é'", "'日本'", "'\\u00a0\\u2028\\u200b\\ufeff'", "'\\U0001F600'", "'\\xad'", "'ß'", "'ÆØÅ'", "'ǆ'", "'ﬁ'", "'İ'", "'aA1_-'", "'Hello WORLD foo-bar'", "\"they're bill's friends\"", "'x' * 30"]
text_uses = ["T", "[T]", "{T: T}", "(T,)", "T|tojson", "T|upper", "T|lower", "T|title", "T|capitalize", "T.title()", "T.swapcase()", "T.capitalize()", "T.casefold()", "T|length", "T|urlencode", "T|e", "T|reverse", "T|list", "T|wordcount", "T.isalpha()", "T.isprintable()", "T.isidentifier()", "T.istitle()", "T.isupper()", "T.isspace()", "T.isalnum()", "'%r' % T", "'%10.3s|' % T", "'{:>6}|{:.2}'.format(T, T)", "T|center(11)", "T.center(8, '*')", "T.ljust(5, '.')", "T.zfill(7)", "T.split()", "T.split(' ', 1)", "T.rsplit(None, 1)", "T.splitlines()", "T.partition(' ')", "T|truncate(7)", "T|truncate(6, true, '~')", "T|wordwrap(6)", "T|wordwrap(5, false)", "T|indent(2)", "T|striptags", "T.strip()", "T.expandtabs(4)", "T|trim", "T|string", "T|safe", "T|forceescape", "macros.json.dumps(T)", "macros.json.dumps(T, ensure_ascii=false)"]
dates = ["logical_date", "moment", "local", "evening", "moment.add(days=1, hours=11)", "logical_date.naive()", "macros.datetime(2020, 12, 31, 23, 59, 58, 7)", "macros.datetime(2019, 1, 1)", "logical_date.date()", "moment.date()", "macros.datetime(2024, 2, 29).date()", "macros.datetime(999, 3, 4, 5)", "evening.time()", "macros.datetime(2020, 1, 1, 4, 5).time()", "local.add(months=4)"]
date_uses = ["D", "[D]", "D|ds", "D|ts", "D|ts_nodash_with_tz", "D|string|length", "D.isoformat()", "D.strftime('%Y-%m-%d %H:%M:%S.%f')", "D.strftime('%a %A %b %B %d %e %j %U %W %V %G %u %w %y %C %p %I %l %k')", "D.strftime('%c | %x | %X | %D | %F | %T | %R | %r | %z | %%')", "D.strftime('%-d %-m %-H %-I %-j %_d %^a %h %n%t|')", "'{}'.format(D)", "'{:%d.%m.%y}'.format(D)", "'%s' % D", "D.isocalendar()", "D.weekday()", "D.isoweekday()", "D.toordinal()", "D.ctime()", "D.timestamp()", "D.quarter", "D.week_of_year", "D.week_of_month", "D.day_of_week", "D.days_in_month", "D.is_leap_year()", "D.utcoffset()", "D.replace(day=2)", "D.start_of('week')", "D.end_of('month')", "D.start_of('decade')", "D.end_of('century')", "D.start_of('hour')", "D.first_of('month')", "D.last_of('year', 4)", "D.first_of('quarter', 0)", "D.next(2)", "D.previous()", "D + macros.timedelta(days=1, hours=1)", "D - macros.timedelta(minutes=1)", "D == D", "D < D", "{D: 1}", "D|tojson", "D.tzinfo", "D.timezone_name", "D.offset_hours", "D.int_timestamp", "D.float_timestamp", "D.fold", "D.hour", "D.microsecond"]
tokens = ["YYYY", "YY", "Y", "Q", "Qo", "MMMM", "MMM", "MM", "M", "Mo", "DDDD", "DDD", "DDDo", "DD", "D", "Do", "dddd", "ddd", "dd", "d", "do", "E", "e", "w", "wo", "W", "gg", "GG", "HH", "H", "hh", "h", "k", "mm", "m", "ss", "s", "S", "SS", "SSS", "SSSS", "SSSSS", "SSSSSS", "SSSSSSS", "a", "A", "X", "x", "z", "zz", "Z", "ZZ", "LTS", "LT", "L", "LL", "LLL", "LLLL", "[YYYY] YYYY", "\\\\YYYYY", "YYYY-MM-DD[T]HH:mm:ssZ", "[at] h A", "do not", "[]", "hello"]
spans = ["macros.timedelta()", "macros.timedelta(days=1)", "macros.timedelta(days=-1)", "macros.timedelta(hours=-1)", "macros.timedelta(days=400, seconds=1.5)", "macros.timedelta(microseconds=1)", "macros.timedelta(weeks=2, milliseconds=5)", "macros.timedelta(0.5)", "data_interval_end - data_interval_start", "data_interval_start - data_interval_end", "moment - logical_date", "logical_date - moment", "evening - local", "local - evening", "logical_date - logical_date", "moment.date() - logical_date.date()", "macros.datetime(2020, 3, 1) - macros.datetime(2019, 3, 1, 5)", "(moment - evening).as_duration()", "logical_date.diff(evening)", "evening.diff(logical_date)", "evening.diff(logical_date, false)", "moment.add(seconds=1) - moment", "moment.add(microseconds=5) - moment", "(moment - evening) * 2", "macros.timedelta(days=3) / 2", "macros.timedelta(days=3) // 2", "-macros.timedelta(hours=5)", "abs"]
span_uses = ["S", "[S]", "S.days", "S.seconds", "S.microseconds", "S.total_seconds()", "S.hours", "S.minutes", "S.weeks", "S.months", "S.years", "S.remaining_days", "S.remaining_seconds", "S.in_days()", "S.in_hours()", "S.in_minutes()", "S.in_seconds()", "S.in_weeks()", "S.in_months()", "S.in_years()", "S.in_words()", "S.in_words(separator=', ')", "S.total_days()", "S.total_hours()", "S.invert", "S.as_timedelta()", "S * 2", "S / 2", "S + S", "S - S", "S // 3", "S == S", "S > S", "-S", "S|abs", "S|string", "logical_date + S", "logical_date - S", "moment + S", "S|tojson", "S and 1"]
pairs = [("logical_date", "moment"), ("moment", "logical_date"), ("logical_date", "evening"), ("local", "evening"), ("logical_date", "logical_date.add(seconds=5)"), ("logical_date", "logical_date.add(seconds=45)"), ("logical_date", "logical_date.add(minutes=1)"), ("logical_date", "logical_date.add(hours=23)"), ("logical_date", "logical_date.add(days=1, hours=22)"), ("logical_date", "logical_date.add(days=6)"), ("logical_date", "logical_date.add(days=11)"), ("logical_date", "logical_date.add(days=27)"), ("logical_date", "logical_date.add(months=1, days=27)"), ("logical_date", "logical_date.add(months=11, days=16)"), ("logical_date", "logical_date.add(months=19)"), ("logical_date", "logical_date.subtract(years=3)")]
json_values = ["params", "nested", "mixed", "users", "{}", "[]", "{'b': 1, 'a': {'z': [], 'y': {}}}", "{1: 2}", "{none: 1, true: 2}", "[1.0, 1e20, 0.1]", "'</script>'", "'é\\n'"]
parse = [("2019-01-02", "%Y-%m-%d"), ("02/01/19", "%d/%m/%y"), ("2019-01-02T03:04:05", "%Y-%m-%dT%H:%M:%S"), ("2 Jan 2019", "%d %b %Y"), ("January 2, 2019", "%B %d, %Y"), ("2019 033", "%Y %j"), ("11:30 PM", "%I:%M %p"), ("12:00 am", "%I:%M %p"), ("2019-01-02 +0200", "%Y-%m-%d %z"), ("2019-01-02Z", "%Y-%m-%d%z"), ("Wed 2019-01-02", "%a %Y-%m-%d"), ("1.5", "%S.%f"), ("2019-1-2", "%Y-%m-%d"), ("20190102", "%Y%m%d"), ("2019-02-30", "%Y-%m-%d"), ("2019-01-02 ", "%Y-%m-%d"), ("68", "%y"), ("69", "%y"), ("2019  01", "%Y %m"), ("x", "x")]


def templates():
    for number in numbers:
        value = f"({number})"
        yield f"{{{{ {value} }}}} {{{{ [{value}] }}}} {{{{ -{value} }}}}"
        yield from (f"{{{{ '{{:{spec}}}'.format({value}) }}}}" for spec in specs)
        yield from (f"{{{{ '{percent}' % {value} }}}}" for percent in percents)
        yield from (f"{{{{ {value}|{each} }}}}" for each in rounds)
    for text in texts:
        yield from ("{{ " + use.replace("T", f"({text})") + " }}" for use in text_uses)
    for date in dates:
        for use in date_uses:
            if use.startswith("D") or "(D" in use or "[D" in use or "{D" in use or "% D" in use:
                changed = use.replace("%D", "\0").replace("D", f"({date})").replace("\0", "%D")
                yield "{{ " + changed + " }}"
    for token in tokens:
        for date in ["moment", "local", "logical_date.add(days=10)", "logical_date.naive()"]:
            yield f"{{{{ {date}.format('{token}') }}}}"
    for span in spans[:-1]:
        for use in span_uses:
            yield "{{ " + use.replace("S", f"({span})") + " }}"
    for a, b in pairs:
        yield f"{{{{ ({a}).diff_for_humans({b}) }}}} {{{{ ({b}).diff_for_humans({a}) }}}} {{{{ ({a}).diff_for_humans({b}, absolute=true) }}}}"
        yield f"{{{{ macros.datetime_diff_for_humans({a}, {b}) }}}}"
        yield f"{{{{ ({b} - {a}).in_words() }}}} {{{{ ({a}).diff({b}).in_months() }}}}"
    for value in json_values:
        yield f"{{{{ {value}|tojson }}}}"
        yield f"{{{{ {value}|tojson(2) }}}}"
        yield f"{{{{ macros.json.dumps({value}) }}}}"
        yield f"{{{{ macros.json.dumps({value}, indent=2, sort_keys=true) }}}}"
        yield f"{{{{ {value}|string }}}}"
        yield f"{{{{ {value}|pprint }}}}"
        yield f"{{{{ macros.yaml.dump({value}) }}}}"
        yield f"{{{{ macros.json.dumps({value}, separators=(',', ':')) }}}}"
    for text, form in parse:
        yield f"{{{{ macros.datetime.strptime('{text}', '{form}') }}}}"
        yield f"{{{{ macros.ds_format('{text}', '{form}', '%Y-%m-%d %H:%M:%S') }}}}"
