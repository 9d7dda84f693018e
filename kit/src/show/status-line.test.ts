import process from "node:process";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Screen } from "../screen.ts";
import { openStatusLine } from "./status-line.ts";

const written: string[] = [];
const screen: Screen = {
  isPlain: false,
  isJson: false,
  isTerminal: true,
  width: 20,
  say: (text) => void written.push(`${text}\n`),
  paint: (_, text) => text,
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => written.push(String(text)) > 0);
  written.length = 0;
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test("it says how things stand, once for all that happens in a moment, and no wider than the screen", () => {
  const line = openStatusLine(screen);
  line.show(() => "1 run");
  line.show(() => "2 runs under way, 3 queued");
  expect(written).toEqual([]);
  vi.advanceTimersByTime(100);
  expect(written).toEqual(["\r\x1b[K2 runs under way, 3"]);
});

test("what is said appears above it, and it is gone in the end", () => {
  const line = openStatusLine(screen);
  line.show(() => "1 run");
  vi.advanceTimersByTime(100);
  line.say("a run has ended");
  line.show(() => "no runs");
  line.clear();
  vi.advanceTimersByTime(100);
  expect(written.slice(1)).toEqual(["\r\x1b[K", "a run has ended\n", "1 run", "\r\x1b[K"]);
});

test("where nobody looks there is none", () => {
  const line = openStatusLine({ ...screen, isTerminal: false });
  line.show(() => "1 run");
  vi.advanceTimersByTime(100);
  line.say("a run has ended");
  line.clear();
  expect(written).toEqual(["a run has ended\n"]);
});
