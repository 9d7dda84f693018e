import { expect, test } from "vitest";
import { bareNamesIn, replaceExpressions, wordsIn } from "./scan.ts";

const shout = (template: string) => replaceExpressions(template, (expression) => expression.toUpperCase());

test.each([
  ["a {{ b }} c {{d}}", "a {{ B }} c {{ D }}"],
  ["{{- b -}}", "{{- B -}}"],
  ["{{ '}}' }}{{ a }}", "{{ '}}' }}{{ A }}"],
  ['{{ "a\\"}}" }}', '{{ "A\\"}}" }}'],
  ["{# {{ b }} #}{{ c }}", "{# {{ b }} #}{{ C }}"],
  ["{% raw %}{{ b }}{% endraw %}{{ c }}", "{% raw %}{{ b }}{% endraw %}{{ C }}"],
  ["{%- raw -%}{{ b }}{%- endraw -%}", "{%- raw -%}{{ b }}{%- endraw -%}"],
  ["{% if '{{ a }}' %}{{ b }}{% endif %}", "{% if '{{ a }}' %}{{ B }}{% endif %}"],
  ["{{ a\n  | b }}", "{{ A\n  | B }}"],
])("of %j only the printed expressions are replaced", (template, expected) => {
  expect(shout(template)).toBe(expected);
});

test.each(["{{ unclosed", "{% raw %}{{ a }}", "{# {{ a }}", "{{ }}", "{{", "no template { at } all", ""])(
  "%j stays as it is",
  (template) => {
    expect(shout(template)).toBe(template);
  },
);

test("words are all that could be names", () => {
  expect(wordsIn("{{ ds | ts_nodash }} x1")).toEqual(new Set(["ds", "ts_nodash", "x1"]));
});

test("bare names are what an expression asks for; attributes, filters, arguments' names and texts are not", () => {
  expect(bareNamesIn("a {{ ds.split(x, key=y)|join(z) }} {{ 'word' }} {% if w == 1 %}")).toEqual([
    "ds",
    "x",
    "y",
    "z",
    "if",
    "w",
  ]);
});
