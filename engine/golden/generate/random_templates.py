"""Templates made at random from a grammar. Most are well typed, so that most of them render."""

from __future__ import annotations

import random

texts = ["ds", "text", "word", "lines", "quoted", "accents", "html", "empty", "ts", "run_id", "params.b", "nested.k", "names[0]", "'a-b_c'", '"x y"', "'7'"]
ints = ["number", "zero", "negative", "large", "params.a", "nested.list[1]", "3", "0", "10", "255", "numbers[0]", "1_000"]
floats = ["half", "pi", "tiny", "1.5", "0.1", "2e3", "1e20"]
lists = ["names", "numbers", "mixed", "no_items", "params.names", "nested.list", "[1, 2, 3]", "['b', 'a']", "range(4)|list", "users|map(attribute='name')|list", "ds.split('-')"]
dicts = ["nested", "counts", "params", "no_keys", "{'a': 1, 'b': none}", "users[0]", "{1: 'x', 'y': 2.5}"]
dates = ["logical_date", "data_interval_end", "moment", "local", "evening", "execution_date.add(days=1)", "moment.subtract(months=1)", "logical_date + macros.timedelta(hours=5)"]
bools = ["yes", "no", "true", "False", "params.flag"]
others = ["nothing", "none", "prev_ds", "missing", "params.missing", "nested.dict.nope"]

text_methods = ["upper()", "lower()", "title()", "capitalize()", "swapcase()", "strip()", "strip('Hd')", "lstrip('2')", "rstrip('d3')", "split()", "split('-')", "split('l', 1)", "rsplit('o', 1)", "replace('o', '0')", "replace('l', 'L', 1)", "startswith('He')", "endswith('d')", "find('o')", "rfind('o')", "count('l')", "zfill(12)", "center(20)", "center(15, '*')", "ljust(8)", "rjust(8, '.')", "isdigit()", "isalpha()", "isupper()", "islower()", "isalnum()", "splitlines()", "partition('-')", "rpartition('-')", "removeprefix('2019')", "removesuffix('d')", "index('o')", "join(['a', 'b'])", "join(names)", "expandtabs()", "istitle()", "isspace()", "casefold()"]
text_filters = ["upper", "lower", "title", "capitalize", "trim", "length", "replace('o', '0')", "replace('-', '')", "center(20)", "wordcount", "reverse", "list", "first", "last", "truncate(8)", "truncate(10, true)", "truncate(9, false, '..')", "wordwrap(10)", "indent", "indent(2, true)", "urlencode", "escape", "e", "striptags", "string", "int", "float", "tojson", "default('x')", "d('x', true)", "format", "safe", "forceescape", "sort|join", "unique|join", "int(default=5)", "batch(3)|list", "count", "trim('d2')", "max", "min", "map('upper')|list", "select('in', 'abc')|list", "join('.')"]
number_filters = ["abs", "round", "round(1)", "round(2, 'floor')", "round(1, 'ceil')", "int", "float", "string", "filesizeformat", "filesizeformat(true)", "tojson", "default(1)", "round(2)|string", "string|length"]
list_filters = ["length", "first", "last", "join", "join(', ')", "sort", "sort(reverse=true)", "reverse|list", "unique|list", "min", "max", "sum", "list", "map('string')|list", "map('upper')|list", "select|list", "reject('none')|list", "select('string')|list", "batch(2)|list", "batch(2, 'z')|list", "slice(2)|list", "slice(3, 0)|list", "tojson", "count", "map('int')|list", "string", "select('number')|sum", "map('string')|join('-')", "sort|first", "reject('number')|list", "map('length')|list", "select('equalto', 2)|list"]
dict_filters = ["length", "dictsort", "dictsort(by='value')", "dictsort(true)", "items|list", "list", "tojson", "urlencode", "string", "tojson(indent=2)", "xmlattr", "map('upper')|list", "join(',')", "dictsort(reverse=true)|first", "sort", "first"]
dict_methods = ["get('k')", "get('a', 5)", "keys()|list", "values()|list", "items()|list", "get('nope')", "copy()", "keys()", "items()", "values()"]
list_methods = ["index(2)", "count(3)", "copy()", "pop()"]
date_parts = ["year", "month", "day", "hour", "minute", "second", "microsecond", "day_of_week", "day_of_year", "week_of_year", "week_of_month", "quarter", "days_in_month", "int_timestamp", "float_timestamp", "timezone_name", "offset", "offset_hours", "weekday()", "isoweekday()", "isoformat()", "date()", "time()", "timestamp()", "to_date_string()", "to_time_string()", "to_datetime_string()", "to_day_datetime_string()", "to_iso8601_string()", "to_formatted_date_string()", "to_rfc2822_string()", "to_atom_string()", "to_cookie_string()", "to_rfc3339_string()", "to_w3c_string()", "start_of('month')", "end_of('day')", "start_of('week')", "end_of('year')", "start_of('hour')", "end_of('decade')", "add(days=3)", "add(months=1, hours=2)", "add(weeks=-1)", "subtract(years=1)", "subtract(minutes=90)", "naive()", "in_timezone('Asia/Kolkata')", "in_tz('UTC')", "isocalendar()", "isocalendar()[1]", "isocalendar().week", "replace(day=1)", "set(hour=4)", "at(6, 30)", "on(2020, 2, 3)", "date().isoformat()", "is_leap_year()", "ctime()", "toordinal()", "utcoffset()", "next()", "previous()", "first_of('month')", "last_of('quarter', 0)", "next(4)", "is_long_year()", "tzinfo", "format('YYYY-MM-DD HH:mm')", "format('dddd Do MMMM Y')", "format('[Q]Q E d DDDD')", "strftime('%d/%m/%y %H.%M')", "strftime('%A %B %-d, %j')", "diff(data_interval_end).in_hours()", "diff(logical_date).in_words()", "diff_for_humans(data_interval_end)"]
date_filters = ["ds", "ds_nodash", "ts", "ts_nodash", "ts_nodash_with_tz", "string", "string|length", "default('x')", "upper", "tojson"]
tests = ["defined", "undefined", "none", "string", "number", "mapping", "sequence", "iterable", "boolean", "integer", "float", "true", "false", "odd", "even", "divisibleby 3", "divisibleby(2)", "lower", "upper", "in [1, 2, 3]", "eq 42", "gt 1", "lt(5)", "ne 0", "not none", "not defined", "callable", "escaped"]
text_formats = ["'%s'", "'%5s|'", "'%-6s|'", "'%r'", "'<%10.3s>'"]
number_formats = ["'%d'", "'%05d'", "'%.2f'", "'%+d'", "'%e'", "'%x'", "'%g'", "'%8.3f'", "'%s'", "'%i%%'", "'%-6d|'", "'% d'"]
brace_specs = [":>8", ":<8", ":^9", ":*^9", "!r", ":d", ":05d", ":,", ":.2f", ":+", ":x", ":#x", ":b", ":e", ":.3", ":.1%", ":_", "", ":8", ":010.2f", ":,.2f", ":g", ":s", ":.3s"]


class Maker:
    def __init__(self, seed: int):
        self.r = random.Random(seed)

    def pick(self, *choices):
        return self.r.choice(choices)

    def text(self, depth: int) -> str:
        if depth <= 0:
            return self.r.choice(texts)
        kind = self.r.randrange(14)
        if kind < 3:
            return self.r.choice(texts)
        if kind < 5:
            return f"{self.atom(self.text(depth - 1))}|{self.r.choice(text_filters)}"
        if kind < 7:
            return f"{self.atom(self.text(depth - 1))}.{self.r.choice(text_methods)}"
        if kind == 7:
            return f"{self.text(depth - 1)} ~ {self.value(depth - 1)}"
        if kind == 8:
            return f"{self.r.choice(number_formats)} % {self.atom(self.number(depth - 1))}"
        if kind == 9:
            return f"{self.r.choice(text_formats)} % {self.atom(self.text(depth - 1))}"
        if kind == 10:
            spec = self.r.choice(brace_specs)
            value = self.pick(self.number, self.text)(depth - 1)
            return f"'{{{spec}}}'.format({value})"
        if kind == 11:
            return f"{self.atom(self.text(depth - 1))}[{self.slice()}]"
        if kind == 12:
            return f"{self.atom(self.date(depth - 1))}|{self.r.choice(date_filters)}"
        return f"{self.text(depth - 1)} + {self.text(depth - 1)}"

    def slice(self) -> str:
        return self.pick("0", "-1", "1:", ":3", "1:4", "::-1", "-3:", "::2", ":-2", "2", "5:1:-1", "99", ":99")

    def number(self, depth: int) -> str:
        if depth <= 0:
            return self.r.choice(ints + floats)
        kind = self.r.randrange(8)
        if kind < 2:
            return self.r.choice(ints + floats)
        if kind < 5:
            operator = self.pick("+", "-", "*", "/", "//", "%", "+", "-")
            return f"{self.atom(self.number(depth - 1))} {operator} {self.atom(self.number(depth - 1))}"
        if kind == 5:
            return f"{self.atom(self.number(depth - 1))}|{self.r.choice(number_filters)}"
        if kind == 6:
            return f"{self.atom(self.number(0))} ** {self.pick('2', '3', '0', '-1', '0.5')}"
        return f"-{self.atom(self.number(depth - 1))}"

    def list(self, depth: int) -> str:
        if depth <= 0:
            return self.r.choice(lists)
        kind = self.r.randrange(7)
        if kind < 2:
            return self.r.choice(lists)
        if kind < 4:
            return f"{self.atom(self.list(depth - 1))}|{self.r.choice(list_filters)}"
        if kind == 4:
            return f"[{', '.join(self.value(depth - 1) for _ in range(self.r.randrange(3)))}]"
        if kind == 5:
            return f"{self.atom(self.list(depth - 1))}[{self.slice()}]"
        return f"{self.atom(self.list(depth - 1))}.{self.r.choice(list_methods)}"

    def dict(self, depth: int) -> str:
        if depth <= 0:
            return self.r.choice(dicts)
        kind = self.r.randrange(6)
        if kind < 2:
            return self.r.choice(dicts)
        if kind < 4:
            return f"{self.atom(self.dict(depth - 1))}|{self.r.choice(dict_filters)}"
        if kind == 4:
            return f"{self.atom(self.dict(depth - 1))}.{self.r.choice(dict_methods)}"
        return f"{self.atom(self.dict(depth - 1))}[{self.pick(chr(39) + 'k' + chr(39), chr(39) + 'a' + chr(39), '1')}]"

    def date(self, depth: int) -> str:
        if depth <= 0:
            return self.r.choice(dates)
        kind = self.r.randrange(8)
        if kind < 1:
            return self.r.choice(dates)
        if kind < 5:
            return f"{self.atom(self.date(depth - 1))}.{self.r.choice(date_parts)}"
        if kind == 5:
            return f"{self.atom(self.date(depth - 1))} {self.pick('+', '-')} macros.timedelta({self.pick('days=1', 'hours=36', 'minutes=5', 'seconds=1.5', 'days=-2', 'weeks=1', '1', 'days=0.5')})"
        if kind == 6:
            return f"{self.atom(self.date(0))} - {self.atom(self.date(0))}"
        span = f"({self.date(0)} - {self.date(0)})"
        return f"{span}.{self.pick('days', 'seconds', 'total_seconds()', 'in_hours()', 'in_days()', 'in_words()', 'total_days()', 'hours', 'months', 'weeks', 'in_months()', 'minutes', 'as_timedelta()', 'microseconds')}"

    def boolean(self, depth: int) -> str:
        if depth <= 0:
            return self.r.choice(bools)
        kind = self.r.randrange(8)
        operator = self.pick("==", "!=", "<", ">", "<=", ">=")
        if kind == 0:
            return f"{self.number(depth - 1)} {operator} {self.number(depth - 1)}"
        if kind == 1:
            return f"{self.text(depth - 1)} {operator} {self.text(depth - 1)}"
        if kind == 2:
            return f"{self.date(depth - 1)} {operator} {self.date(0)}"
        if kind == 3:
            return f"{self.atom(self.value(depth - 1))} is {self.r.choice(tests)}"
        if kind == 4:
            return f"{self.value(depth - 1)} {self.pick('in', 'not in')} {self.pick(self.list, self.dict, self.text)(depth - 1)}"
        if kind == 5:
            return f"{self.boolean(depth - 1)} {self.pick('and', 'or')} {self.value(depth - 1)}"
        if kind == 6:
            return f"not {self.value(depth - 1)}"
        return f"{self.number(0)} < {self.number(0)} {self.pick('<', '<=', '!=')} {self.number(0)}"

    def value(self, depth: int) -> str:
        kind = self.r.randrange(22)
        if kind == 0:
            return self.r.choice(others)
        if kind == 1 and depth > 0:
            otherwise = f" else {self.value(depth - 1)}" if self.r.random() < 0.7 else ""
            return f"({self.value(depth - 1)} if {self.boolean(depth - 1)}{otherwise})"
        return self.pick(self.text, self.number, self.list, self.dict, self.date, self.boolean, self.text)(depth)

    def atom(self, expression: str) -> str:
        simple = expression.replace("_", "").replace(".", "").isalnum() and not expression[0].isdigit()
        return expression if simple else f"({expression})"

    def statement(self, depth: int) -> str:
        sign = self.pick("", "", "", "-")
        kind = self.r.randrange(9)
        inner = self.template(depth - 1) if depth > 0 else "x"
        if kind == 0:
            return f"{{%{sign} if {self.boolean(1)} %}}{inner}{{% endif {sign}%}}"
        if kind == 1:
            return f"{{% if {self.boolean(1)} {sign}%}} {inner} {{% elif {self.boolean(1)} %}}b{{%{sign} else %}}c{{% endif %}}"
        if kind == 2:
            extra = self.pick("", " if item", " if loop is defined", "")
            shown = self.pick("{{ item }}", "{{ loop.index }}:{{ item }}", "{{ item }}{{ ',' if not loop.last }}", "{{ loop.cycle('a', 'b') }}", "{{ loop.revindex0 }}{{ loop.first }}", "{{ loop.length }}{{ loop.previtem }}", "{{ loop.nextitem|default('end') }}", "{{ loop.changed(item) }}")
            return f"{{% for item in {self.list(1)}{extra} {sign}%}}{shown} {{% else %}}none{{% endfor %}}"
        if kind == 3:
            return f"{{% for key, value in ({self.dict(0)}).items() %}}{{{{ key }}}}={{{{ value }}}};{{% endfor %}}"
        if kind == 4:
            return f"{{% set v = {self.value(2)} %}}{{{{ v }}}}{inner}"
        if kind == 5:
            return f"{{% set v %}}{inner}{{% endset %}}[{{{{ v|{self.r.choice(text_filters)} }}}}]"
        if kind == 6:
            return f"{{% macro m(a, b={self.value(0)}) {sign}%}}{{{{ a }}}}/{{{{ b }}}}{{% endmacro %}}{{{{ m({self.value(1)}) }}}}{{{{ m(1, b={self.value(0)}) }}}}"
        if kind == 7:
            return f"{{% filter {self.pick('upper', 'trim', 'title', 'replace(chr, 1)', 'length', 'indent')} %}}{inner}{{% endfilter %}}"
        return f"{{% with w = {self.value(1)} %}}{{{{ w }}}}{{% endwith %}}{{#{sign} {{{{ no }}}} {sign}#}}{{% raw %}}{{{{ raw }}}}{{% endraw %}}"

    def template(self, depth: int) -> str:
        parts = []
        for _ in range(self.pick(1, 1, 2)):
            kind = self.r.randrange(6)
            if kind == 0:
                parts.append(self.pick("a b ", "\n  ", " x\n", "data/", "'", "\r\n", "{ }"))
            sign = self.pick("", "", "", "", "-")
            if kind < 5 or depth <= 0:
                parts.append(f"{{{{{sign} {self.value(self.pick(1, 2, 2, 3))} {self.pick('', '', '', '-')}}}}}")
            else:
                parts.append(self.statement(depth))
        return "".join(parts)


def templates(count: int, seed: int):
    maker = Maker(seed)
    for _ in range(count):
        template = maker.template(2)
        if len(template) < 240:
            yield template
