import { describe, expect, test } from "vitest";
import { renderTemplate } from "./environment.ts";

const ds = "2019-01-01";
const date = Temporal.Instant.from("2019-01-01T00:00Z");

describe("what is rendered", () => {
  test("texts in lists and objects, at any depth; but no keys, and nothing else", () => {
    const value = {
      "{{ ds }}": ["{{ ds }}", { deep: "to {{ ds }}" }],
      number: 1,
      nothing: null,
      date,
      flag: true,
    };
    expect(renderTemplate(value, { ds })).toEqual({
      "{{ ds }}": [ds, { deep: `to ${ds}` }],
      number: 1,
      nothing: null,
      date,
      flag: true,
    });
  });

  test("the value that was given stays as it was", () => {
    const value = { path: "{{ ds }}" };
    renderTemplate(value, { ds });
    expect(value).toEqual({ path: "{{ ds }}" });
  });

  test("a text without templates is itself, but for one newline at its end, as with Jinja", () => {
    expect(renderTemplate("echo 'a { b } %} }}'", {})).toBe("echo 'a { b } %} }}'");
    expect(renderTemplate("a\n\n", {})).toBe("a\n");
  });

  test("only what a template names is looked up", () => {
    const variables = {
      ds,
      get costly(): string {
        throw new Error("nobody asked");
      },
    };
    expect(renderTemplate("{{ ds }}", variables)).toBe(ds);
  });
});

describe("values print as Python prints them", () => {
  test.each([
    [null, "None"],
    [true, "True"],
    [[1, "a", [null]], "[1, 'a', [None]]"],
    [{ a: "it's", b: false }, `{'a': "it's", 'b': False}`],
    ["plain", "plain"],
    [date, "2019-01-01 00:00:00+00:00"],
    [Temporal.Duration.from({ hours: 49 }), "2 days, 1:00:00"],
    [Temporal.Duration.from({ minutes: 5 }), "0:05:00"],
    [12_345_678_901, "12345678901"],
    [1.5, "1.5"],
  ])("%j", (value, text) => {
    expect(renderTemplate("{{ value }}", { value })).toBe(text);
  });

  test("in conditions and loops too", () => {
    expect(
      renderTemplate("{% for x in xs %}{% if x %}{{ x }}{% endif %}{% endfor %}", { xs: [0, 1, true] }),
    ).toBe("1True");
  });
});

test("dates compare, and take days and hours by name", () => {
  const variables = { a: date, b: date.add({ hours: 1 }) };
  expect(renderTemplate("{{ a < b }} {{ b < a }} {{ a == a }}", variables)).toBe("True False True");
  expect(renderTemplate("{{ a.add(days=1, hours=2) }}", variables)).toBe("2019-01-02 02:00:00+00:00");
});

describe("an error says what is wrong, in the template's own words", () => {
  test.each([
    ["{{ dss }}", 'template variable "dss" is unknown; did you mean "ds"?'],
    ["{{ dss | ds }}", 'template variable "dss" is unknown; did you mean "ds"?'],
    ["{{ dss|upper }}", 'template variable "dss" is unknown; did you mean "ds"?'],
    ["{{ foo_bar }}", 'template variable "foo_bar" is unknown'],
    ["{% if dss %}x{% endif %}", 'template variable "dss" is unknown; did you mean "ds"?'],
    ["{{ macros.ds_add(dss, 1) }}", 'template variable "dss" is unknown; did you mean "ds"?'],
    ["{{ params.zz }}", 'template "{{ params.zz }}": params.zz is undefined'],
    ["{{ params.zz.yy }}", /^template "{{ params.zz.yy }}": .*undefined/],
    ["{{ var.value.region }}", 'variable "region" does not exist; set DAGLINGS_VAR_REGION'],
    ["{{ conn.shop.host }}", 'connection "shop" does not exist; set DAGLINGS_CONN_SHOP'],
    ["{{ unclosed", /^template "{{ unclosed": syntax error: unexpected end of input/],
    ["{{ ds | nope }}", /^template "{{ ds \| nope }}": unknown filter: filter nope is unknown/],
    ["{{ ds.nope() }}", /unknown method: string has no method named nope/],
    ["{{ ds | ds }}", 'filter "ds" takes a date such as logical_date, not 2019-01-01'],
    ["{{ date + 1 }}", /dates have no \+ and - here: write add\(days=1\) or subtract\(days=1\)/],
    ["{{ broken() }}", "inner trouble"],
    ["{{ date.start_of('eon') }}", /start_of and end_of know year, month, week/],
    ["{{ date.add(1) }}", "give what to change by name, as in days=1, not 1"],
  ])("%s", (template, message) => {
    const variables = {
      ds,
      date,
      params: {},
      macros: { ds_add: () => "" },
      var: { value: {} },
      conn: {},
      broken: () => {
        throw new Error("inner trouble");
      },
    };
    expect(() => renderTemplate(template, variables)).toThrow(message);
  });

  test("and the next template renders as if nothing had happened", () => {
    const broken = () => {
      throw new Error("inner trouble");
    };
    expect(() => renderTemplate("{{ broken() }} {{ ds }}", { broken, ds })).toThrow("inner trouble");
    expect(renderTemplate("{{ ds }}", { ds })).toBe(ds);
  });

  test("names that a template makes itself are known", () => {
    expect(
      renderTemplate("{% set x = ds %}{% for y in [x] %}{{ loop.index }}{{ y }}{% endfor %}", { ds }),
    ).toBe(`1${ds}`);
    expect(() => renderTemplate("{% set x = ds %}{{ x.nope.more }}", { ds })).toThrow(/undefined/);
  });
});

test("the sandbox gives no way to JavaScript's inside", () => {
  for (const template of [
    "{{ ds.constructor }}",
    "{{ params.__proto__ }}",
    "{{ params.constructor.constructor('x') }}",
  ]) {
    expect(() => renderTemplate(template, { ds, params: {} })).toThrow(/undefined|unknown method/);
  }
});
