import { describe, expect, test } from "vitest";
import { parseXml, type Element } from "../../../kit/src/page/testing.ts";
import { junit, junitOf } from "./junit.ts";
import { failResult, passResult, samples } from "./testing.ts";

/** What strict readers allow: each element's attributes, and what may be in it. */
const allowed: Readonly<Record<string, { attributes: string[]; required: string[]; children: string[] }>> = {
  testsuites: {
    attributes: ["name", "time", "tests", "failures", "errors"],
    required: [],
    children: ["testsuite"],
  },
  testsuite: {
    attributes: ["name", "tests", "failures", "errors", "skipped", "time", "timestamp", "hostname", "id"],
    required: ["name", "tests", "failures", "errors"],
    children: ["testcase", "properties", "system-out", "system-err"],
  },
  testcase: {
    attributes: ["name", "time", "classname"],
    required: ["name"],
    children: ["skipped", "failure", "error", "system-out", "system-err"],
  },
  failure: { attributes: ["type", "message"], required: [], children: [] },
  error: { attributes: ["type", "message"], required: [], children: [] },
  skipped: { attributes: ["type", "message"], required: [], children: [] },
};

function objectionsTo(element: Element): string[] {
  const rule = allowed[element.name];
  if (!rule) return [`<${element.name}> is unknown`];
  const names = Object.keys(element.attributes);
  return [
    ...names.filter((name) => !rule.attributes.includes(name)).map((name) => `${element.name} has ${name}`),
    ...rule.required.filter((name) => !names.includes(name)).map((name) => `${element.name} lacks ${name}`),
    ...element.children.flatMap((child) =>
      rule.children.includes(child.name) ? objectionsTo(child) : [`${child.name} in ${element.name}`],
    ),
  ];
}

describe("JUnit", () => {
  const root = parseXml(junit(samples));
  const cases = root.children.flatMap(({ children }) => children);

  test("has only what strict readers allow", () => {
    expect(root.name).toBe("testsuites");
    expect(objectionsTo(root)).toEqual([]);
  });

  test("counts what is in it", () => {
    const counted = (name: string) =>
      String(cases.filter(({ children }) => children.some((child) => child.name === name)).length);
    expect(root.attributes).toMatchObject({
      tests: String(cases.length),
      failures: counted("failure"),
      errors: counted("error"),
    });
    const [, second] = root.children;
    expect(second?.attributes).toMatchObject({ tests: "4", failures: "1", errors: "1", skipped: "1" });
  });

  test("writes times with three decimals, and the instant without a zone", () => {
    const [first] = root.children;
    expect(first?.attributes["time"]).toBe("1.812");
    expect(first?.attributes["timestamp"]).toBe("2026-09-20T09:00:00");
  });

  test("says why inside the element too, for readers that show no attribute", () => {
    const [failure] = cases.flatMap(({ children }) => children.filter(({ name }) => name === "failure"));
    expect(failure?.text).toContain("actual: ::error::x");
    expect(failure?.text).toContain("<b>&amp;\"'</b> ]]> red");
    expect(failure?.text).toContain("😀");
  });

  test("makes an error of a result without a test", () => {
    expect(cases.at(-1)?.attributes["name"]).toBe("the lesson is checked");
    expect(cases.at(-1)?.children.map(({ name }) => name)).toEqual(["error"]);
  });

  test("names each test once, even if two students have failed the same one", () => {
    const both = parseXml(
      junitOf([
        { name: "ana: 08", result: failResult },
        { name: "bo <&> : 08", result: passResult },
      ]),
    );
    const names = both.children.flatMap(({ children }) =>
      children.map(({ attributes }) => `${attributes["classname"]} ${attributes["name"]}`),
    );
    expect(new Set(names).size).toBe(names.length);
    expect(names.at(-1)).toMatch(/^bo <&> : 08 /);
  });
});
