"""Templates with a mistake in them, or what looks like one."""

uses = [
    "{{ X }}", "{{X}}", "a {{ ds }} {{ X }}", "{{ X | upper }}", "{{ X | join }}", "{{ X | length }}", "{{ X | int }}", "{{ X | float }}",
    "{{ X | tojson }}", "{{ X | replace('a', 'b') }}", "{{ X | string }}", "{{ X | list }}", "{{ X | first }}", "{{ X | sort }}", "{{ X | sum }}",
    "{{ X | round }}", "{{ X | abs }}", "{{ X | ds }}", "{{ X | trim }}", "{{ X | e }}", "{{ X | urlencode }}", "{{ X | default }}",
    "{{ X | default('x') }}", "{{ X is defined }}", "{{ X is none }}", "{{ X is string }}", "{{ X == 1 }}", "{{ 1 == X }}", "{{ X != X }}", "{{ X > 1 }}",
    "{{ 1 < X }}", "{{ X in names }}", "{{ 'a' in X }}", "{{ X + 1 }}", "{{ 1 + X }}", "{{ X ~ 'a' }}", "{{ 'a' ~ X }}", "{{ -X }}", "{{ not X }}",
    "{{ X and 1 }}", "{{ X or 1 }}", "{{ 1 if X else 2 }}", "{{ X if yes else 2 }}", "{{ 1 if yes else X }}", "{{ X.y }}", "{{ X['y'] }}", "{{ X.y.z }}",
    "{{ X() }}", "{{ X[0] }}", "{{ X[:2] }}", "{{ names[X] }}", "{{ nested[X] }}", "{{ nested.get(X) }}", "{{ {X: 1} }}", "{% if X %}a{% endif %}",
    "{% if not X %}a{% endif %}", "{% if X == 'a' %}a{% endif %}", "{% for x in X %}{{ x }}{% endfor %}", "{% for x in names if X %}{{ x }}{% endfor %}",
    "{% set y = X %}{{ y }}", "{% set y = X %}a", "{% with y = X %}{{ y }}{% endwith %}", "{{ macros.ds_add(X, 1) }}", "{{ macros.ds_add(ds, X) }}",
    "{{ macros.ds_format(X, '%Y', '%Y') }}", "{{ '%s' % X }}", "{{ '{}'.format(X) }}", "{{ '%s' | format(X) }}", "{{ ds.split(X) }}",
    "{{ [1, 2] | join(X) }}", "{{ ds.replace('-', X) }}", "{{ logical_date.strftime(X) }}", "{{ names | map(X) | list }}", "{{ logical_date < X }}",
    "{{ logical_date - X }}", "{{ X - logical_date }}", "{{ range(X) | list }}", "{{ X | batch(2) | list }}", "{{ X | max }}", "{{ X | dictsort }}",
    "{{ X | wordcount }}", "{{ X | center }}", "{{ X | indent }}", "{{ X | reverse }}", "{{ X | unique | list }}", "{{ X | map('upper') | list }}",
    "{{ X | select | list }}", "{{ X | groupby('a') }}", "{{ X | title }}", "{{ X | capitalize }}", "{{ X | truncate }}", "{{ X | striptags }}",
    "{{ 1 < 2 < X }}", "{{ 2 < 1 < X }}", "{{ X is odd }}", "{{ X is divisibleby 2 }}", "{{ X is in names }}", "{{ X is iterable }}",
]
names = ["dss", "params.nope", "nested.dict.missing", "names[9]", "users[0].nme"]

others = r"""
{{ ds
{{ ds }
{{ ds }}}
{ { ds }}
{{ }}
{{ ds. }}
{{ ds.upper( }}
{{ ds | }}
{{ | upper }}
{{ ds upper }}
{{ ds) }}
{{ (ds }}
{{ [1, 2 }}
{{ {'a' 1} }}
{{ 'abc }}
{{ "abc' }}
{{ 1 + }}
{{ + }}
{{ a = 1 }}
{{ ds == }}
{{ ds === ds }}
{{ !yes }}
{{ yes && no }}
{{ yes || no }}
{{ $ds }}
{{ ds? }}
{{ yes ? 1 : 2 }}
{{ ds; }}
{{ `ds` }}
{{ names[1 }}
{{ names[] }}
{{ if yes }}a{{ endif }}
{% if yes %}a
{% if yes %}a{% end %}
{% if %}a{% endif %}
{% endif %}
{% else %}
{% for x in names %}{{ x }}
{% for x names %}{% endfor %}
{% for in names %}{% endfor %}
{% for x of names %}{% endfor %}
{% for x in %}{% endfor %}
{% for 1 in names %}{% endfor %}
{% set %}
{% set x %}
{% set x = %}
{% set 1 = x %}
{% set ds.x = 1 %}
{% set x == 1 %}
{% let x = 1 %}
{% print ds %}
{% ds %}
{% %}
{% if yes }}a{% endif %}
{{ ds %}
{% endfor %}
{% macro %}{% endmacro %}
{% macro m(a=1, b) %}{% endmacro %}
{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}
{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}
{% macro m(a) %}{{ a }}{% endmacro %}{{ m(b=2) }}
{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, a=2) }}
{% include 'x.sql' %}
{% extends 'x.sql' %}
{% import 'x' as x %}
{% from 'x' import y %}
{% raw %}{{ ds }}
{# comment
{{ ds | nope }}
{{ ds | uper }}
{{ ds | upper() | nope }}
{% if no %}{{ ds | nope }}{% endif %}
{{ ds is nope }}
{{ ds is }}
{{ ds is not }}
{{ nope() }}
{{ ds() }}
{{ number() }}
{{ names() }}
{{ ds.upper }}x
{{ ds.nope() }}
{{ ds.nope }}
{{ ds.toUpperCase() }}
{{ ds.length }}
{{ names.length }}
{{ names.push('a') }}
{{ names.nope }}
{{ nested.nope() }}
{{ number.nope }}
{{ nothing.x }}
{{ nothing['x'] }}
{{ nothing[0] }}
{{ nothing() }}
{{ nothing + 1 }}
{{ nothing | upper }}
{{ nothing | length }}
{{ nothing | join }}
{{ nothing | int }}
{{ nothing | ds }}
{{ nothing | replace('N', 'n') }}
{{ nothing < 1 }}
{{ nothing > nothing }}
{{ nothing == none }}
{% for x in nothing %}{% endfor %}
{% for x in 5 %}{% endfor %}
{% for x in logical_date %}{% endfor %}
{% for a, b in names %}{% endfor %}
{% for a, b in [(1, 2, 3)] %}{% endfor %}
{% set a, b = 1 %}
{% set a, b = (1, 2, 3) %}
{{ 1 + 'a' }}
{{ 'a' + 1 }}
{{ ds + 1 }}
{{ ds - 1 }}
{{ ds * ds }}
{{ 'a' / 2 }}
{{ names + 1 }}
{{ names + 'a' }}
{{ nested + nested }}
{{ 1 / 0 }}
{{ 1 // 0 }}
{{ 1 % 0 }}
{{ 1.0 / 0 }}
{{ 0 ** -1 }}
{{ -'a' }}
{{ +names }}
{{ 1 < 'a' }}
{{ 'a' < 1 }}
{{ [1] < 1 }}
{{ [1] < ['a'] }}
{{ none < none }}
{{ nested < nested }}
{{ logical_date < ds }}
{{ logical_date == ds }}
{{ logical_date + 1 }}
{{ logical_date - 1 }}
{{ logical_date + logical_date }}
{{ logical_date - ds }}
{{ logical_date < macros.datetime(2019, 1, 1) }}
{{ logical_date - macros.datetime(2019, 1, 1) }}
{{ logical_date == macros.datetime(2019, 1, 3) }}
{{ logical_date * 2 }}
{{ macros.timedelta(days=1) + 1 }}
{{ macros.timedelta(1) < 5 }}
{{ macros.timedelta('1') }}
{{ macros.timedelta(day=1) }}
{{ macros.timedelta(days=1) * 2 }}
{{ macros.timedelta(days=1) / macros.timedelta(hours=1) }}
{{ 1 in 5 }}
{{ 1 in 'abc' }}
{{ 'a' in none }}
{{ [] in {} }}
{{ {[]: 1} }}
{{ names['x'] }}
{{ names[1.5] }}
{{ names[99] }}
{{ names['a':] }}
{{ names[::0] }}
{{ nested[0:1] }}
{{ number[0] }}
{{ number[0:1] }}
{{ ds | ds }}
{{ ds | ts }}
{{ number | ds }}
{{ ds.strftime('%Y') }}
{{ ds.year }}
{{ ds.add(days=1) }}
{{ ds | int }}
{{ ds | float }}
{{ 'x' | int }}
{{ 'x' | round }}
{{ 'x' | abs }}
{{ 'x' | sum }}
{{ names | sum }}
{{ mixed | sort }}
{{ mixed | max }}
{{ mixed | join }}
{{ no_items | max }}
{{ no_items | first }}
{{ no_items | first | default('x') }}
{{ no_items | last }}
{{ number | length }}
{{ number | join }}
{{ number | list }}
{{ number | first }}
{{ number | upper }}
{{ number | replace('4', '5') }}
{{ number | truncate(1) }}
{{ yes | upper }}
{{ names | upper }}
{{ names | dictsort }}
{{ nested | sum }}
{{ users | sort }}
{{ users | sort(attribute='nope') }}
{{ users | sum(attribute='nope') }}
{{ users | map(attribute='nope') | list }}
{{ users | map(attribute='nope', default='x') | list }}
{{ users | map('nope') | list }}
{{ users | selectattr('nope') | list }}
{{ users | selectattr('age', 'nope') | list }}
{{ users | groupby('nope') }}
{{ names | batch(0) | list }}
{{ names | batch | list }}
{{ names | slice(0) | list }}
{{ logical_date | tojson }}
{{ macros | tojson }}
{{ ds | default }}
{{ ds | upper('x') }}
{{ ds | upper(x=1) }}
{{ ds | replace }}
{{ ds | replace('-') }}
{{ ds | truncate(2) }}
{{ ds | round }}
{{ ds | format(1) }}
{{ '%s' % (1, 2) }}
{{ '%s %s' % 1 }}
{{ '%s %s' % (1,) }}
{{ '%d' % 'a' }}
{{ '%d' % 1.7 }}
{{ '%d' % none }}
{{ '%f' % 'a' }}
{{ '%z' % 1 }}
{{ '%' % 1 }}
{{ '50%' % 1 }}
{{ '100%' % () }}
{{ '%%' % () }}
{{ '%(a)s' % {'a': 1} }}
{{ '%(a)s' % {'b': 1} }}
{{ '%(a)s' % 1 }}
{{ 'abc' % 1 }}
{{ 'abc' % [1] }}
{{ 'abc' % {'a': 1} }}
{{ '%s' % [1, 2] }}
{{ '%s' % {'a': 1} }}
{{ '{}'.format() }}
{{ '{} {}'.format(1) }}
{{ '{a}'.format(1) }}
{{ '{0} {}'.format(1, 2) }}
{{ '{'.format(1) }}
{{ '}'.format(1) }}
{{ '{{}}'.format(1) }}
{{ '{:d}'.format('a') }}
{{ '{:d}'.format(1.5) }}
{{ '{:s}'.format(1) }}
{{ '{:.2f}'.format('a') }}
{{ '{:>q}'.format(1) }}
{{ '{:10}'.format(none) }}
{{ '{:10}'.format([1]) }}
{{ '{.upper}'.format(ds) }}x
{{ '{0.year}'.format(logical_date) }}
{{ '{0[k]}'.format(nested) }}
{{ '{0[nope]}'.format(nested) }}
{{ '{0.__class__}'.format(ds) }}
{{ '{!x}'.format(ds) }}
{{ ds.split() }}
{{ ds.split('') }}
{{ ds.split(1) }}
{{ ds.split(sep='-', maxsplit=1) }}
{{ ds.replace('-') }}
{{ ds.replace(1, 2) }}
{{ ds.replace(old='-', new='') }}
{{ ds.join(1) }}
{{ ','.join(numbers) }}
{{ ','.join(mixed) }}
{{ ds.index('x') }}
{{ ds.zfill('x') }}
{{ ds.center() }}
{{ ds.center(20, 'ab') }}
{{ ds.startswith(1) }}
{{ ds.count() }}
{{ ds.encode() | string | length }}
{{ names.index('nope') }}
{{ names.remove('nope') }}
{{ no_items.pop() }}
{{ no_keys.popitem() }}
{{ nested.pop('nope') }}
{{ nested.get() }}
{{ nested.items()[0] }}
{{ nested.keys()[0] }}
{{ macros.nope }}
{{ macros.nope() }}
{{ macros.ds_add() }}
{{ macros.ds_add(ds) }}
{{ macros.ds_add(ds, 'x') }}
{{ macros.ds_add(ds, 1, 2) }}
{{ macros.ds_add('x', 1) }}
{{ macros.ds_add('2019-13-01', 1) }}
{{ macros.ds_add(none, 1) }}
{{ macros.ds_add(logical_date, 1) }}
{{ macros.ds_format(ds, '%d', '%Y') }}
{{ macros.ds_format(ds, '%Y-%m-%d') }}
{{ macros.ds_format(ds, '%Q', '%Y') }}
{{ macros.datetime(2019) }}
{{ macros.datetime(2019, 13, 1) }}
{{ macros.datetime(2019, 2, 30) }}
{{ macros.datetime('2019', 1, 1) }}
{{ macros.datetime.strptime(ds, '%Y') }}
{{ macros.datetime.strptime(ds) }}
{{ macros.datetime.fromisoformat('x') }}
{{ macros.datetime.nope }}
{{ macros.json.loads('{') }}
{{ macros.json.loads(none) }}
{{ macros.json.dumps(logical_date) }}
{{ macros.json.nope }}
{{ logical_date.nope }}
{{ logical_date.years }}
{{ logical_date.add(1) }}
{{ logical_date.add(day=1) }}
{{ logical_date.add(days='1') }}
{{ logical_date.add(days=none) }}
{{ logical_date.subtract(days=logical_date) }}
{{ logical_date.replace(day=40) }}
{{ logical_date.replace(month=13) }}
{{ logical_date.replace(days=1) }}
{{ logical_date.strftime() }}
{{ logical_date.strftime(1) }}
{{ logical_date.start_of('eon') }}
{{ logical_date.start_of() }}
{{ logical_date.format() }}
{{ logical_date.in_timezone('Nowhere') }}
{{ logical_date.in_timezone() }}
{{ logical_date() }}
{{ logical_date.year() }}
{{ logical_date.date }}x
{{ logical_date[0] }}
{{ logical_date.isocalendar()[3] }}
{{ ds.__class__ }}
{{ ds.__class__.__mro__ }}
{{ ().__class__.__bases__ }}
{{ ds['__class__'] }}
{{ ds | attr('__class__') }}
{{ macros.__dict__ }}
{{ macros.json.__builtins__ }}
{{ nested.__proto__ }}
{{ nested.constructor }}
{{ names.constructor }}
{{ ds.constructor }}
{{ range.__call__ }}
{{ self }}x
{{ self.x }}
{{ super() }}
{{ caller() }}
{{ loop }}
{{ loop.index }}
{{ varargs }}
{{ this }}
{{ window }}
{{ process }}
{{ constructor }}
{{ __proto__ }}
{{ toString }}
{{ hasOwnProperty }}
{{ len(names) }}
{{ str(number) }}
{{ int('1') }}
{{ print(ds) }}
{{ open('x') }}
{{ sorted(names) }}
{{ datetime.now() }}
{{ timedelta(days=1) }}
{{ macros.os }}
{{ f'{ds}' }}
{{ ds.format('YYYY') }}
{{ lambda x: x }}
{{ [x for x in names] }}
{{ names[0] = 1 }}
{{ *names }}
{{ dict(**nested) }}
{{ dict(*names) }}
{{ range(*[1, 4]) | list }}
{{ range(1000000) | list | length }}
{{ range(0, 5, 0) | list }}
{{ range('a') }}
{{ range() }}
{{ 'a' * 3.5 }}
{{ 'a' * -1 }}|
{{ [0] * 3 }}
{{ 0x1F }} {{ 0b11 }} {{ 0o17 }} {{ 1_000 }}
{{ 012 }}
{{ 1.2.3 }}
{{ 1..2 }}
{{ .5 }}
{{ 5. }}
{{ 1e400 }}
{{ 'a\nb' }} {{ 'a\x41' }} {{ '\u00e9' }} {{ 'a\q' }}
{{ '\x4' }}
{{ '\U0001F600' }}
{{ "\N{BULLET}" }}
{% do ds.upper() %}ok
{% do %}
{% if yes is true and ds is string or nope %}a{% endif %}
{% if no %}{{ nope }}{% endif %}
{% if yes %}{% else %}{{ nope }}{% endif %}
{{ yes or nope }}
{{ no and nope }}
{{ 'a' if yes else nope }}
{% for x in [] %}{{ nope }}{% endfor %}a
{% macro unused() %}{{ nope }}{% endmacro %}a
{{ [nope] | length }}
{{ nope is defined and nope.x }}
{{ (nope is defined) | string }}
{{ x }}{% set x = 1 %}
{% for i in [1, 2] %}{% set seen = i %}{% endfor %}{{ seen }}
{% for i in [1] %}{% endfor %}{{ i }}
{% if no %}{% set z = 1 %}{% endif %}{{ z }}
{% set ns = namespace() %}{{ ns.x }}
{% set ds = 'changed' %}{{ ds }}
{% with %}{{ ds }}{% endwith %}
{% block a %}{{ ds }}{% endblock %}
{% autoescape true %}{{ html }}{% endautoescape %}
{% trans %}x{% endtrans %}
{% break %}
{% for i in [1, 2] %}{% break %}{% endfor %}
{% for i in [1, 2] %}{% continue %}{% endfor %}
{% while yes %}{% endwhile %}
{% elif yes %}
{% if yes %}{% elif %}{% endif %}
{% if yes %}{% else %}{% else %}{% endif %}
{% for x in names %}{% else %}{% else %}{% endfor %}
{% if yes: %}a{% endif %}
{% for x in names: %}{{ x }}{% endfor %}
"""


def templates():
    for name in names:
        for use in uses:
            yield use.replace("X", name)
    yield from others.strip("\n").split("\n")
