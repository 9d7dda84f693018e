import { expect, test, vi } from "vitest";
import { complain } from "./complain.ts";

function said(text: string, terminal: { isTTY?: boolean; columns?: number }): string {
  let output = "";
  complain(text, { ...terminal, write: (part) => (output += part) });
  return output;
}

const sentence = `pnpm lesson: there is no lesson "99"; they go from 00 to 18, and pnpm lesson lists them all`;

test("a sentence is one line where a program reads it", () => {
  expect(said(sentence, {})).toBe(`${sentence}\n`);
});

test("on a terminal it is broken between words, and takes the place of a progress bar", () => {
  const [first = "", second, ...others] = said(sentence, { isTTY: true, columns: 80 }).split("\n");
  expect([first, second]).toEqual([
    `\r\x1b[Kpnpm lesson: there is no lesson "99"; they go from 00 to 18, and pnpm lesson`,
    "lists them all",
  ]);
  expect(others).toEqual([""]);
});

test("what is set in stays as it is, and so does what is wider than the screen", () => {
  vi.stubEnv("TERM", "dumb");
  const code = `  ${"x ".repeat(60)}`;
  const path = `work/${"x".repeat(90)}/dag.ts:`;
  expect(said(`${path} wrong\n${code}`, { isTTY: true, columns: 80 })).toBe(`${path}\nwrong\n${code}\n`);
  vi.unstubAllEnvs();
});
