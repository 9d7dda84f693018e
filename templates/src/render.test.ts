import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  checkTemplate,
  macros,
  renderTemplate,
  TemplateError,
  templateFunction,
  templateObject,
} from "./index.ts";

const ds = "2019-01-01";
const date = Temporal.Instant.from("2019-01-01T00:00Z");

function refusal(template: string, variables: Readonly<Record<string, unknown>> = {}): TemplateError {
  try {
    renderTemplate(template, variables);
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
  throw new Error(`${template} renders`);
}

/** What a template gives; any error that is not a refusal is thrown again. */
function outcome(template: string): string {
  try {
    return typeof renderTemplate(template, { ds }) === "string" ? "text" : "something else";
  } catch (error) {
    if (error instanceof TemplateError) return "refused";
    throw error;
  }
}

describe("what is rendered", () => {
  test("texts in lists and objects, at any depth, but neither keys nor anything else", () => {
    const value = {
      "{{ ds }}": ["{{ ds }}", { deep: "to {{ ds }}" }],
      number: 1,
      nothing: null,
      date,
      flag: true,
    };
    const expected = { "{{ ds }}": [ds, { deep: `to ${ds}` }], number: 1, nothing: null, date, flag: true };
    expect(renderTemplate(value, { ds })).toEqual(expected);
  });

  test("the values that were given stay as they were", () => {
    const value = { path: "{% do names.append('z') %}{{ names }}" };
    const names = ["a"];
    expect(renderTemplate(value, { names })).toEqual({ path: "['a', 'z']" });
    expect(value).toEqual({ path: "{% do names.append('z') %}{{ names }}" });
    expect(names).toEqual(["a"]);
  });

  test("a text without templates stays the same, except for one newline at its end, as with Jinja", () => {
    expect(renderTemplate("echo 'a { b } %} }}'", {})).toBe("echo 'a { b } %} }}'");
    expect(renderTemplate("a\r\n\n", {})).toBe("a\n");
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

  test("a value that contains itself is refused, as a field and as a variable", () => {
    const circle: unknown[] = [];
    circle.push(circle);
    expect(() => renderTemplate(circle, {})).toThrow("a template field contains itself");
    expect(refusal("{{ circle }}", { circle }).message).toMatch(/does it contain itself\?$/);
    expect(refusal("{% set a = [1] %}{% do a.append(a) %}{{ a }}").message).toMatch(
      /does it contain itself\?$/,
    );
  });
});

describe("an error says what is wrong, in the template's own words, and at which letter", () => {
  test.each([
    ["{{ dss }}", 'template variable "dss" is unknown; did you mean "ds"?', 3],
    ["a\n{{ ds ~ dss }}", 'template variable "dss" is unknown in line 2; did you mean "ds"?', 10],
    ["{{ macros.ds_add(dss, 1) }}", 'template variable "dss" is unknown; did you mean "ds"?', 17],
    ["{{ params.zz | upper }}", 'template "{{ params.zz | upper }}": params has no "zz"', 10],
    ["{{ ds.uper() }}", 'template "{{ ds.uper() }}": ds has no "uper"; did you mean "upper"?', 6],
    ["{{ unclosed", 'template "{{ unclosed": it is not closed; end it with }}', 0],
    ["{{ ds | nope }}", 'template "{{ ds | nope }}": filter "nope" is unknown', 8],
    ["{{ ds + 1 }}", /: \+ does not work between str and int; ~ joins texts/, 6],
    ["{{ ds | ds }}", /filter "ds" takes a date such as logical_date, not 2019-01-01$/, 8],
    ["{{ date.start_of('eon') }}", /start_of and end_of know second, minute, hour, day, week/, 16],
    ["{% include 'x' %}", /\{% include %\} is not supported here: a template is one text/, 3],
    ["{% fro x in y %}", /\{% fro %\} is unknown; did you mean "for"\?/, 3],
    ["{{ names | map('upper') }}", /a generator does not print what is in it; write … \| list/, 11],
  ] as const)("%s", (template, message, offset) => {
    const variables = { ds, date, params: {}, names: ["a"], macros: macros(() => 0) };
    const error = refusal(template, variables);
    expect(error.message).toMatch(message);
    expect(error.offset).toBe(offset);
  });

  test("of a function of the host, its own", () => {
    const broken = () => {
      throw new Error("inner trouble");
    };
    expect(() => renderTemplate("{{ broken() }}", { broken })).toThrow(new Error("inner trouble"));
  });

  test("before it is rendered too, anywhere in it; what is only asked about may be missing", () => {
    const check = (template: string) => checkTemplate(template, ["ds"])?.message;
    expect(
      check("{% if ds %}{% for x in [ds] %}{{ x }}{{ loop.index }}{% endfor %}{% endif %}"),
    ).toBeUndefined();
    expect(
      check("{{ zz is defined }}{{ zz | default(ds) }}{% set y = 1 %}{{ y }}{{ range(2) }}"),
    ).toBeUndefined();
    expect(check("{% macro m(a) %}{{ a }}{{ caller() }}{% endmacro %}{{ m(1) }}")).toBeUndefined();
    expect(check("{% if false %}{{ [{'a': dss}] | list }}{% endif %}")).toMatch(
      /"dss" is unknown; did you mean "ds"/,
    );
    expect(check("{% for x in [] %}{% endfor %}{{ x }}")).toMatch(/"x" is unknown/);
  });
});

test("objects and functions of the host: fields one by one, arguments by position or by name", () => {
  const pull = templateFunction("pull", "task_ids key?", (ids, key) => [ids, key ?? "none"]);
  const ti = templateObject("<ti>", { task_id: "t", pull });
  expect(
    renderTemplate("{{ ti }} {{ ti.task_id }} {{ ti.pull('a') }} {{ ti.pull(task_ids='a', key=1) }}", { ti }),
  ).toBe("<ti> t ['a', 'none'] ['a', 1]");
  expect(refusal("{{ ti.pull(id='a') }}", { ti }).message).toMatch(/pull has no argument "id"/);
});

describe("one render is bounded, and the next one has a full allowance again", () => {
  test.each([
    "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}",
    "{{ 'a' * 10 ** 9 }}",
    "{{ [0] * 10 ** 9 }}",
    "{{ 10 ** 10_000_000 }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ '{:1000000000}'.format(1) }}",
    "{{ 'a'.center(10 ** 9) }}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% set ns = namespace(x='aaaa') %}{% for i in range(60) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
    `{{ ${"1 + ".repeat(20_000)}1 }}`,
    `{{ ${"(".repeat(20_000)}1${")".repeat(20_000)} }}`,
    `{{ ${"not ".repeat(20_000)}1 }}`,
    `{{ ${"[".repeat(20_000)} }}`,
    "{% if 1 %}".repeat(20_000),
    `{{ ds${"|upper".repeat(20_000)} }}`,
    `{{ ds${".a".repeat(20_000)} }}`,
  ])("%.60s", (template) => {
    expect(refusal(template, { ds }).message.length).toBeLessThan(300);
    expect(renderTemplate("{{ ds }}", { ds })).toBe(ds);
  });

  test("a template may have some 5,000 operations", () => {
    expect(renderTemplate(`{{ ${"1 + ".repeat(500)}1 }}`.repeat(10), {})).toBe("501".repeat(10));
  });
});

test("the sandbox gives access to neither JavaScript's internals nor Python's", () => {
  const variables = {
    ds,
    params: { a: [1] },
    date,
    run: () => "x",
    object: templateObject("o", { a: 1 }),
    macros: macros(() => 0),
  };
  const names = [
    "constructor",
    "__proto__",
    "prototype",
    "__class__",
    "toString",
    "valueOf",
    "__defineGetter__",
    "hasOwnProperty",
    "call",
    "apply",
    "bind",
    "caller",
    "arguments",
  ];
  const values = [
    "ds",
    "params",
    "params.a",
    "date",
    "run",
    "object",
    "macros",
    "macros.datetime",
    "macros.json",
    "1",
    "none",
    "(1, 2)",
    "range(3)",
    "{}",
    "[]",
    "ds.upper",
    "params.items()",
    "namespace()",
    "cycler(1)",
  ];
  for (const value of values) {
    for (const name of names) {
      for (const template of [
        `{{ ${value}.${name} }}`,
        `{{ (${value})['${name}'] }}`,
        `{{ ${value} | attr('${name}') }}`,
        `{{ '{0.${name}}'.format(${value}) }}`,
      ]) {
        expect([template, refusal(template, variables).offset]).toEqual([template, expect.any(Number)]);
      }
    }
  }
  for (const name of [...names, "globalThis", "process", "require", "this", "self", "import"]) {
    expect(refusal(`{{ ${name} }}`, variables).message).toMatch(/is unknown/);
  }
  expect(renderTemplate("{% set __proto__ = 1 %}{{ __proto__ }}{{ dict(__proto__=2).__proto__ }}", {})).toBe(
    "12",
  );
});

test("whatever the text, it renders or is refused", () => {
  const pieces = fc.constantFrom(
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "-",
    "'",
    '"',
    "ds",
    "if",
    "for",
    "x",
    "in",
    "endif",
    "endfor",
    "|",
    "(",
    ")",
    "[",
    "]",
    "1",
    ".",
    " ",
    "\n",
    "set",
    "=",
    "not",
    "is",
    "raw",
    "endraw",
    "\\",
    "~",
    "%",
    "{",
    "}",
    ":",
    ",",
    "macro",
    "é",
    "😀",
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 25 }), (parts) => {
      const template = parts.join("");
      expect(outcome(template)).toMatch(/^(text|refused)$/);
    }),
    { numRuns: 2000 },
  );
});

test("a value that JSON can hold comes back from macros.json", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 2 }), (any) => {
      const value: unknown = JSON.parse(JSON.stringify(any)); // which has no -0
      const variables = { value, macros: macros(() => 0) };
      const text = renderTemplate("{{ macros.json.dumps(value) }}", variables);
      expect(JSON.parse(text)).toEqual(value);
    }),
  );
});

test("integers are exact, and // and % go together as in Python", () => {
  const integer = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
  fc.assert(
    fc.property(
      integer,
      integer.filter((value) => value !== 0n),
      (a, b) => {
        const text = renderTemplate("{{ a // b * b + a % b }} {{ 0 <= a % b < b or b < a % b <= 0 }}", {
          a,
          b,
        });
        expect(text).toBe(`${a} True`);
      },
    ),
  );
});
