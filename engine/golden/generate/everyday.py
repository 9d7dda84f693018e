"""Templates that people write: from the lessons, from Airflow's documentation, and what students ask for."""

lines = r"""
{{ ds }}
{{ds}}
data/events/{{ ds }}.json
data/stats/{{ds}}.csv
mkdir -p data/events && curl -o data/events/{{ ds }}.json "http://localhost:5000/events?start_date={{ ds }}&end_date={{ next_ds }}"
{{ ds_nodash }}
{{ ts }}
{{ run_id }}
{{ next_ds }}
{{ prev_ds }}
{{ logical_date }}
{{ execution_date }}
{{ data_interval_start }} to {{ data_interval_end }}
{{ data_interval_start | ds }}
{{ data_interval_end | ds }}
{{ data_interval_end | ds_nodash }}
{{ data_interval_start | ts }}
{{ data_interval_start | ts_nodash }}
{{ data_interval_start | ts_nodash_with_tz }}
{{ logical_date.year }}/{{ logical_date.month }}/{{ logical_date.day }}
{{ logical_date.strftime('%Y-%m-%d') }}
{{ logical_date.strftime("%Y/%m/%d") }}
{{ execution_date.strftime('%Y-%m-%dT%H:%M') }}
{{ execution_date.strftime('%d.%m.%Y') }}
{{ execution_date.strftime('%A, %d %B %Y') }}
{{ execution_date.strftime('%Y%m%d%H%M%S') }}
year={{ logical_date.year }}/month={{ '{:02}'.format(logical_date.month) }}/day={{ '{:02}'.format(logical_date.day) }}
year={{ logical_date.year }}/month={{ '%02d' % logical_date.month }}/day={{ '%02d' % logical_date.day }}
{{ '{:02}'.format(execution_date.hour) }}
{{ "%02d" | format(logical_date.hour) }}
{{ '{:%Y-%m-%d}'.format(logical_date) }}
{{ '{:%H:%M}'.format(moment) }}
{{ '{0}-{1}'.format(ds, run_id) }}
{{ '{a}_{b}'.format(a=ds, b=number) }}
{{ 'events_%s.csv' % ds }}
{{ 'events_%s_%s.csv' % (ds, number) }}
{{ "%s rows, %.1f %%" | format(number, half) }}
{{ logical_date.isoformat() }}
{{ logical_date.to_date_string() }}
{{ logical_date.to_datetime_string() }}
{{ logical_date.to_iso8601_string() }}
{{ logical_date.to_day_datetime_string() }}
{{ logical_date.to_time_string() }}
{{ logical_date.to_formatted_date_string() }}
{{ logical_date.add(days=1) }}
{{ logical_date.add(days=1) | ds }}
{{ logical_date.add(days=1).strftime('%Y-%m-%d') }}
{{ logical_date.subtract(days=7).to_date_string() }}
{{ logical_date.subtract(months=1).strftime('%Y-%m') }}
{{ logical_date.start_of('month').to_date_string() }}
{{ logical_date.end_of('month') | ds }}
{{ logical_date.start_of('week') | ds }}
{{ logical_date.format('YYYY-MM-DD') }}
{{ logical_date.format('DD/MM/YYYY HH:mm') }}
{{ logical_date.format('dddd Do [of] MMMM YYYY') }}
{{ logical_date.format('Q') }}
{{ logical_date.format('X') }}
{{ logical_date.format('ZZ') }}
{{ logical_date.format('Z') }}
{{ logical_date.quarter }}
{{ logical_date.week_of_year }}
{{ logical_date.day_of_week }}
{{ logical_date.day_of_year }}
{{ logical_date.isocalendar() }}
{{ logical_date.isocalendar()[1] }}
{{ logical_date.isoweekday() }}
{{ logical_date.weekday() }}
{{ logical_date.weekday() in [5, 6] }}
{{ logical_date.timestamp() }}
{{ logical_date.timestamp() | int }}
{{ logical_date.int_timestamp }}
{{ logical_date.date() }}
{{ logical_date.date().isoformat() }}
{{ logical_date.time() }}
{{ logical_date.naive() }}
{{ logical_date.timezone_name }}
{{ logical_date.tzinfo }}
{{ logical_date.in_timezone('Europe/Amsterdam') }}
{{ logical_date.in_timezone('Europe/Amsterdam').strftime('%Y-%m-%d %H:%M') }}
{{ logical_date.in_timezone("America/New_York") | ds }}
{{ logical_date.in_tz('Asia/Tokyo').isoformat() }}
{{ local }}
{{ local | ds }}
{{ local.isoformat() }}
{{ moment }}
{{ moment | ts }}
{{ moment.microsecond }}
{{ logical_date.replace(day=1) }}
{{ logical_date.replace(hour=6, minute=30) | ts }}
{{ logical_date.replace(day=1).strftime('%Y-%m-%d') }}
{{ logical_date.replace(tzinfo=None) }}
{{ logical_date + macros.timedelta(days=1) }}
{{ (logical_date + macros.timedelta(days=1)).strftime('%Y-%m-%d') }}
{{ (logical_date - macros.timedelta(days=1)) | ds }}
{{ (logical_date - macros.timedelta(hours=3)).isoformat() }}
{{ (execution_date + macros.timedelta(days=7)).strftime("%Y%m%d") }}
{{ (data_interval_end - data_interval_start).days }}
{{ (data_interval_end - data_interval_start).total_seconds() }}
{{ (data_interval_end - data_interval_start).total_seconds() / 3600 }}
{{ (data_interval_end - data_interval_start).in_hours() }}
{{ data_interval_end - data_interval_start }}
{{ (data_interval_end - data_interval_start).in_words() }}
{{ data_interval_start < data_interval_end }}
{{ logical_date == data_interval_start }}
{{ logical_date.diff(data_interval_end).in_days() }}
{{ logical_date.diff_for_humans(data_interval_end) }}
{{ macros.ds_add(ds, 7) }}
{{ macros.ds_add(ds, -7) }}
{{ macros.ds_add(ds, days=1) }}
{{ macros.ds_format(ds, '%Y-%m-%d', '%d-%m-%Y') }}
{{ macros.ds_format(ds, "%Y-%m-%d", "%Y/%m/%d") }}
{{ macros.ds_format(macros.ds_add(ds, 1), '%Y-%m-%d', '%Y%m%d') }}
{{ macros.ds_format(ds, '%Y-%m-%d', '%A') }}
{{ macros.ds_format_locale(ds, '%Y-%m-%d', 'EEEE d MMMM yyyy', 'en_US') }}
{{ macros.ds_format_locale(ds, '%Y-%m-%d', 'EEEE d MMMM yyyy', 'nl_NL') }}
{{ macros.ds_format_locale(ds, '%Y-%m-%d', 'dd-MM-yy') }}
{{ macros.datetime.strptime(ds, '%Y-%m-%d') }}
{{ macros.datetime.strptime(ds, '%Y-%m-%d').year }}
{{ (macros.datetime.strptime(ds, '%Y-%m-%d') + macros.timedelta(days=3)).strftime('%Y-%m-%d') }}
{{ macros.datetime(2019, 1, 2) }}
{{ macros.datetime(2019, 1, 2, 3, 4, 5).isoformat() }}
{{ macros.datetime(2019, 1, 2) < macros.datetime(2019, 1, 3) }}
{{ macros.datetime(2019, 1, 2) - macros.datetime(2019, 1, 1) }}
{{ macros.datetime.fromisoformat(ds) }}
{{ macros.datetime.fromtimestamp(1546300800) }}
{{ macros.timedelta(days=1) }}
{{ macros.timedelta(hours=25, minutes=3) }}
{{ macros.timedelta(days=2).total_seconds() }}
{{ macros.timedelta(days=2).total_seconds() | int }}
{{ macros.timedelta(days=1, hours=2).days }}
{{ macros.dateutil.parser.parse('2019-01-02') }}
{{ macros.dateutil.parser.parse(ts).year }}
{{ logical_date + macros.dateutil.relativedelta.relativedelta(months=1) }}
{{ macros.json.dumps(params) }}
{{ macros.json.dumps(nested, indent=2) }}
{{ macros.json.dumps(names) }}
{{ macros.json.loads('{"a": [1, 2.0, null]}') }}
{{ macros.json.loads('{"a": 1}')['a'] + 1 }}
{{ macros.datetime_diff_for_humans(data_interval_start, data_interval_end) }}
{{ macros.datetime_diff_for_humans(data_interval_end, data_interval_start) }}
{{ params }}
{{ params.a }}
{{ params.b }}
{{ params['b'] }}
{{ params["names"][0] }}
{{ params.names }}
{{ params.names | join(',') }}
{{ params.names | join("', '") }}
{{ params.names | length }}
{{ params.names | first }}
{{ params.names[-1] }}
{{ params.nested.k }}
{{ params.nested['k'] }}
{{ params.get('a') }}
{{ params.get('zz', 'fallback') }}
{{ params.zz | default('x') }}
{{ params.zz | default(ds) }}
{{ zz | default('none there') }}
{{ params.flag }}
{{ not params.flag }}
{{ 'yes' if params.flag else 'no' }}
{{ "full" if params.flag }}
{{ "incremental" if not params.flag }}
{{ params.a + 1 }}
{{ params.a * 1.5 }}
{{ params.a / 2 }}
{{ params.a // 2 }}
{{ params | tojson }}
{{ params.nested | tojson }}
{{ names | tojson }}
{{ text | tojson }}
{{ html | tojson }}
{{ quoted | tojson }}
{{ nothing }}
{{ nothing | default('x') }}
{{ nothing | default('x', true) }}
{{ nothing or 'x' }}
{{ prev_ds or ds }}
{{ none }} {{ None }} {{ true }} {{ false }}
{{ yes }} {{ no }}
{{ number }}
{{ number + 1 }}
{{ number / 2 }}
{{ number // 5 }}
{{ number % 5 }}
{{ number ** 2 }}
{{ half | round }}
{{ pi | round(2) }}
{{ pi | round(1, 'floor') }}
{{ pi | int }}
{{ "42" | int + 1 }}
{{ "4.5" | float * 2 }}
{{ number | string ~ "!" }}
{{ large }}
{{ tiny }}
{{ 1e3 }}
{{ 10 / 5 }}
{{ 7 // 2 }} {{ -7 // 2 }} {{ -7 % 3 }}
{{ 0.1 + 0.2 }}
{{ [1, 2.0, 'a', none, true] }}
{{ {'a': 1, 'b': [1, 2]} }}
{{ (1, 2) }} {{ (1,) }} {{ () }}
{{ mixed }}
{{ nested }}
{{ counts }}
{{ users[0].name }}
{{ users | map(attribute='name') | join(', ') }}
{{ users | selectattr('active') | map(attribute='name') | list }}
{{ users | selectattr('age', 'gt', 30) | map(attribute='name') | join(' and ') }}
{{ users | rejectattr('active') | list | length }}
{{ users | sum(attribute='age') }}
{{ users | sort(attribute='age') | map(attribute='name') | list }}
{{ users | groupby('age') | length }}
{{ numbers | sum }}
{{ numbers | max }} {{ numbers | min }}
{{ numbers | sort }}
{{ numbers | sort(reverse=true) | first }}
{{ numbers | unique | list }}
{{ names | sort }}
{{ names | sort(case_sensitive=true) }}
{{ names | map('upper') | join('-') }}
{{ names | reject('equalto', 'A') | list }}
{{ names | reverse | list }}
{{ names | list | last }}
{{ 'x' in names }}
{{ 'z' not in names }}
{{ 'Hello' in text }}
{{ 'k' in nested }}
{{ counts | dictsort }}
{{ counts | dictsort(by='value') }}
{{ counts.items() | list }}
{{ counts.keys() | list }}
{{ counts.values() | sum }}
{{ nested.items() }}
{{ counts | length }}
{{ range(3) | list }}
{{ range(1, 10, 3) | list }}
{{ text | upper }}
{{ text | lower }}
{{ text | title }}
{{ text | capitalize }}
{{ text | length }}
{{ text | replace('o', '0') }}
{{ text | reverse }}
{{ text | truncate(5) }}
{{ text | wordcount }}
{{ text | center(20) }}
{{ lines | wordwrap(8) }}
{{ lines | indent(4) }}
{{ text | urlencode }}
{{ 'a b&c=d/e' | urlencode }}
{{ {'q': 'a b', 'n': 1} | urlencode }}
{{ html | escape }}
{{ html | e }}
{{ html }}
{{ html | striptags }}
{{ "  x " | trim }}|
{{ text.upper() }}
{{ text.lower().replace(' ', '_') }}
{{ text.split(', ')[1] }}
{{ text.split(',') }}
{{ ds.split('-')[0] }}
{{ ds.split('-') | join('/') }}
{{ ds.replace('-', '/') }}
{{ ds | replace('-', '') }}
{{ ds[:4] }}
{{ ds[:7] }}
{{ ds[5:7] }}
{{ ds[-2:] }}
{{ ds.startswith('2019') }}
{{ text[::-1] }}
{{ text[0] }}
{{ ','.join(names) }}
{{ "'" + ds + "'" }}
{{ "a" "b" }}
{{ ds ~ '_' ~ number }}
{{ ds + '_' + run_id }}
{{ 'x' * 3 }}
{{ ds == '2019-01-03' }}
{{ ds != next_ds }}
{{ ds < next_ds }}
{{ 1 < number < 100 }}
{{ number > 10 and params.flag }}
{{ number > 100 or params.flag }}
{{ number is defined }}
{{ zz is defined }}
{{ params.zz is defined }}
{{ nothing is none }}
{{ prev_ds is none }}
{{ number is odd }} {{ number is even }} {{ number is divisibleby 7 }}
{{ names is iterable }} {{ text is string }} {{ nested is mapping }}
{% if params.flag %}full{% else %}incremental{% endif %}
{% if prev_ds %}since {{ prev_ds }}{% else %}from the beginning{% endif %}
{% if logical_date.day == 1 %}monthly{% elif logical_date.weekday() == 0 %}weekly{% else %}daily{% endif %}
{% if ds == '2019-01-03' %}now{% endif %}
{% if ds > '2019-01-01' %}later{% endif %}
{% if params.zz is defined %}a{% else %}b{% endif %}
{% if logical_date.hour == 0 %}midnight{% endif %}
{% if data_interval_start.month == 12 %}december{% else %}{{ data_interval_start.strftime('%B') | lower }}{% endif %}
{% for n in params.names %}{{ n }} {% endfor %}
{% for n in names %}{{ n }}{% if not loop.last %}, {% endif %}{% endfor %}
{% for n in names %}{{ loop.index }}. {{ n }}{{ '\n' }}{% endfor %}
{% for key, value in params.items() %}{{ key }}={{ value }} {% endfor %}
{% for key in counts %}{{ key }}{% endfor %}
{% for key, value in counts | dictsort %}{{ key }}:{{ value }};{% endfor %}
{% for user in users if user.active %}{{ user.name }} {% endfor %}
{% for x in no_items %}{{ x }}{% else %}nothing{% endfor %}
{% for i in range(3) %}{{ i }}{% endfor %}
{% for i in range(5) %}{{ macros.ds_add(ds, i) }} {% endfor %}
{% set day = ds %}{{ day }}
{% set bucket = 's3://bucket/' ~ ds_nodash %}{{ bucket }}/events.json
{% set x, y = 1, 2 %}{{ x + y }}
{% set ns = namespace(total=0) %}{% for n in numbers %}{% set ns.total = ns.total + n %}{% endfor %}{{ ns.total }}
{% set path %}data/{{ ds }}{% endset %}{{ path | upper }}
{% macro path(name) %}data/{{ name }}/{{ ds }}.csv{% endmacro %}{{ path('stats') }}
{% macro path(name, ext='json') %}{{ name }}.{{ ext }}{% endmacro %}{{ path('a') }} {{ path('b', ext='csv') }}
{% with start = ds, end = next_ds %}{{ start }}..{{ end }}{% endwith %}
{% raw %}{{ ds }}{% endraw %}
{# a comment #}{{ ds }}
{{ '{{' }} {{ '}}' }}
{{ "{{ ds }}" }}
a {{- ds -}} b
  {%- if yes %} x {% endif -%}  y
{% filter upper %}{{ text }}{% endfilter %}
{% do names.append('z') %}{{ names }}
{% set copy = names + ['z'] %}{{ copy }}
SELECT * FROM events WHERE date = '{{ ds }}'
SELECT * FROM events WHERE date BETWEEN '{{ ds }}' AND '{{ next_ds }}'
SELECT * FROM t WHERE ts >= '{{ data_interval_start }}' AND ts < '{{ data_interval_end }}'
SELECT {{ params.names | join(', ') }} FROM t WHERE day = DATE '{{ ds }}'
INSERT INTO t VALUES {% for n in numbers %}({{ n }}){{ ", " if not loop.last }}{% endfor %};
echo "{{ ds }}" > /tmp/{{ run_id }}.txt
echo {{ text | tojson }}
{"date": "{{ ds }}", "n": {{ number }}}
awk '{print $1}' data/{{ ds }}.csv
curl 'http://api/{{ ds }}?q={{ text | urlencode }}'
{{ ds.upper() }}{{ ds.count('-') }}
{{ "%.2f" % pi }} {{ "%5d|" % number }} {{ "%-5s|" % word }} {{ "%x" % 255 }}
{{ "{:,}".format(large) }} {{ "{:.1%}".format(0.256) }} {{ "{:>8}".format(word) }}
{{ word.center(10, '*') }} {{ word.ljust(6) }}| {{ word.zfill(6) }}
{{ ['a', 'b'] + ['c'] }}
{{ [1, 2, 3][1:] }}
{{ (1, 2, 3)[0] }}
{{ "abc" | list }}
{{ [3, 1, 2] | sort | join }}
{{ [[1, 2], [3]] | sum(start=[]) }}
{{ names | batch(2) | list }}
{{ names | slice(2) | list }}
{{ 1000000 | filesizeformat }}
{{ -5 | abs }}
{{ 42 | string | length }}
{{ text is in names }}
{{ lines.splitlines() | length }}
{{ lines.split('\n')[0] }}
{{ 'Zoë' }} {{ accents }} {{ accents | length }} {{ [accents] }}
{{ accents | upper }}
{{ accents | tojson }}
{{ dict(a=1, b=2) }}
{{ dict(counts, d=4) }}
{{ 'a' if no else 'b' if no else 'c' }}
{{ (number > 3) | string }}
{{ number == 42.0 }} {{ 1 == true }} {{ '1' == 1 }}
{{ 5 is number }} {{ 5.5 is float }} {{ 5 is integer }}
{{ logical_date is defined and logical_date.year > 2018 }}
{{ 10 ** 20 }} {{ 2 ** 100 }}
{{ 9007199254740993 + 1 }}
{{ 12345678901234567890 // 7 }}
{{ 3.0 }} {{ 3.0 | int }} {{ 1e16 }} {{ 1.5e-7 }}
{{ '%s' | format(3.0) }}
{{ [1, [2, [3]]] }}
{{ text | default('x') | upper | replace('H', 'J') }}
{{ "one" | upper ~ "two" }}
{{ -number | abs }}
{{ not no and yes }}
{{ nested.list | map('string') | join }}
{{ evening.in_timezone('Europe/Amsterdam') | ds }}
{{ (evening + macros.timedelta(hours=1)) | ds }}
{{ moment.strftime('%I:%M %p') }}
{{ moment.format('h:mm A') }}
{{ moment.add(years=1) | ds }}
{{ moment.start_of('hour') }}
{{ cycler('a', 'b').next() }}
{% set sep = joiner(', ') %}{% for n in names %}{{ sep() }}{{ n }}{% endfor %}
{% for row in names | batch(3, '-') %}{{ row | join(' ') }};{% endfor %}
{% for g in users | groupby('age') %}{{ g.grouper }}: {{ g.list | map(attribute='name') | join(',') }}; {% endfor %}
{% for item in nested.list recursive %}{{ item }}{% endfor %}
{% for a, b in [(1, 2), (3, 4)] %}{{ a * b }} {% endfor %}
{% for n in names %}{% if n == 'A' %}{% set found = n %}{% endif %}{% endfor %}{{ found is defined }}
{% call(x) [1].append %}{% endcall %}
{% macro box() %}[{{ caller() }}]{% endmacro %}{% call box() %}{{ ds }}{% endcall %}
{{ loop is defined }}
{{ ['x'] | first ~ ds }}
"""


def templates():
    for line in lines.strip("\n").split("\n"):
        yield line
    yield "{{ ds }}\n"
    yield "{{ ds }}\n\n"
    yield "\n\n  mkdir -p /data\n  curl -o /data/{{ ds }}.json\n"
    yield "a\r\nb {{ ds }}\r\n"
    yield "no template at all\n"
    yield "{%- for n in names %}\n  - {{ n }}\n{%- endfor %}\n"
    yield "{% for n in names -%}\n  {{ n }}\n{% endfor %}"
    yield "\n".join(["SELECT *", "FROM events", "WHERE day = '{{ ds }}'", "{% if params.flag %}", "  AND flag", "{% endif %}", "ORDER BY 1"])
