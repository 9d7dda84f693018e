import { describe, expect, test } from "vitest";
import { cutHints } from "./cut-hints.ts";

describe("the near-code in hints", () => {
  test("is cut, however it is written", () => {
    const source = `const checks = [
  { hints: ["a?", "b, [c]", "secret 1", "secret 2"], why: "keep 1" },
  {
    hints: [
      'it\\'s ]', // a ], here
      "two " + join(["x", "y"]),
      \`secret \${3} ]\`,
    ],
    judge: () => ["keep 2"],
  },
];`;
    const { text, ladders } = cutHints(source);
    expect(ladders).toBe(2);
    expect(text).not.toMatch(/secret/);
    expect(text).toContain(`["a?", "b, [c]", "The next hint would be nearly the code. Ask your teacher.",`);
    expect(text).toContain(`"two " + join(["x", "y"]),`);
    expect(text).toContain(`why: "keep 1"`);
    expect(text).toContain(`judge: () => ["keep 2"]`);
  });

  test("is looked for nowhere else", () => {
    expect(cutHints("export const hints = 3;\n")).toEqual({ text: "export const hints = 3;\n", ladders: 0 });
  });
});
