import { describe, expect, test } from "vitest";
import { openScreen, type Terminal } from "./screen.ts";

const none = { plain: false, json: false };

function terminal(isTTY: boolean, env: NodeJS.ProcessEnv = {}, columns = 80): Terminal {
  return { stdout: { isTTY, columns, write: () => true }, stderr: { isTTY }, env };
}

const red = "\u001b[31mno\u001b[39m";

describe("colour", () => {
  test.each<[string, Terminal, Partial<typeof none>, string]>([
    ["there on a terminal", terminal(true), {}, red],
    ["not there in a file", terminal(false), {}, "no"],
    ["not there with NO_COLOR", terminal(true, { NO_COLOR: "1" }), {}, "no"],
    ["there where NO_COLOR is empty", terminal(true, { NO_COLOR: "" }), {}, red],
    ["there in a file with FORCE_COLOR", terminal(false, { FORCE_COLOR: "1" }), {}, red],
    ["not there with FORCE_COLOR=0", terminal(false, { FORCE_COLOR: "0" }), {}, "no"],
    ["not there with both", terminal(true, { NO_COLOR: "1", FORCE_COLOR: "1" }), {}, "no"],
    ["not there with --plain", terminal(true, { FORCE_COLOR: "1" }), { plain: true }, "no"],
    ["not there with DAGLINGS_PLAIN=1", terminal(true, { DAGLINGS_PLAIN: "1" }), {}, "no"],
    ["there with DAGLINGS_PLAIN=0", terminal(true, { DAGLINGS_PLAIN: "0" }), {}, red],
    ["there where DAGLINGS_PLAIN is empty", terminal(true, { DAGLINGS_PLAIN: "" }), {}, red],
    ["not there with --json", terminal(true), { json: true }, "no"],
    ["not there on a dumb terminal", terminal(true, { TERM: "dumb" }), {}, "no"],
  ])("is %s", (_, where, flags, expected) => {
    expect(openScreen({ ...none, ...flags }, where).paint("bad", "no")).toBe(expected);
  });
});

test.each([
  [200, 120],
  [100, 100],
  [20, 60],
])("of %i columns it takes %i, and in plain mode 80", (columns, width) => {
  expect(openScreen(none, terminal(true, {}, columns)).width).toBe(width);
  expect(openScreen({ ...none, plain: true }, terminal(true, {}, columns)).width).toBe(80);
});

test("a file has 80 columns", () => {
  const file = { stdout: { write: () => true }, stderr: {}, env: {} };
  expect(openScreen(none, file).width).toBe(80);
});

test.each<[boolean, Terminal, Partial<typeof none>]>([
  [true, terminal(true), {}],
  [false, terminal(false), {}],
  [false, terminal(true), { plain: true }],
  [false, terminal(true), { json: true }],
  [false, terminal(true, { TERM: "dumb" }), {}],
  [false, terminal(true, { DAGLINGS_PLAIN: "1" }), {}],
])("lines can be taken back: %s", (expected, where, flags) => {
  expect(openScreen({ ...none, ...flags }, where).isTerminal).toBe(expected);
});

test("each text is a line", () => {
  const lines: string[] = [];
  const stdout = { write: (text: string) => lines.push(text) };
  openScreen(none, { stdout, stderr: {}, env: {} }).say("one\ntwo");
  expect(lines).toEqual(["one\ntwo\n"]);
});
