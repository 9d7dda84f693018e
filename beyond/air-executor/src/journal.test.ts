import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Journal } from "./journal.ts";
import { inFolder } from "./testing.ts";

const at = "2026-01-01T00:00:00.000Z";
const line = { task: "a", state: "completed", try: 1 } as const;

function withJournal(work: (path: string) => void): Promise<void> {
  return inFolder((dir) => work(join(dir, "journal.jsonl")));
}

test("what one process adds, another reads, each line once", () =>
  withJournal((path) => {
    const [one, other] = [new Journal(path), new Journal(path)];
    one.append([line], at);
    other.append([{ job: "working" }], at);
    expect(one.read()).toMatchObject([line, { job: "working" }]);
    expect(one.read()).toEqual([]);
    expect(other.read()).toMatchObject([line, { job: "working" }]);
  }));

test("a line that is torn at the end is dropped, and swallows none of those after it", () =>
  withJournal((path) => {
    const text = `${JSON.stringify({ at, ...line })}\n`;
    for (let length = 1; length < text.length - 1; length++) {
      writeFileSync(path, `${text}${text.slice(0, length)}`);
      const journal = new Journal(path);
      expect(journal.read()).toHaveLength(1);
      journal.append([{ job: "working" }], at);
      expect(journal.read()).toMatchObject([{ job: "working" }]);
      journal.close();
    }
  }));

test("a line that is still being written is read when it is whole", () =>
  withJournal((path) => {
    const text = `${JSON.stringify({ at, ...line })}\n`;
    const journal = new Journal(path);
    appendFileSync(path, text.slice(0, 20));
    expect(journal.read()).toEqual([]);
    appendFileSync(path, text.slice(20));
    expect(journal.read()).toMatchObject([line]);
  }));

test.each(["no journal at all\n", `{"at":"x","task":"a","state":"flying"}\n`, "[]\n", "\u0000\u0001\n"])(
  "what never was a line is damage: %j",
  (text) =>
    withJournal((path) => {
      writeFileSync(path, text);
      expect(() => new Journal(path).read()).toThrow(/the journal has a line that is not valid/);
      expect(readFileSync(path, "utf8")).toBe(text);
    }),
);
