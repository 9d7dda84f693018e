import { findLesson } from "@daglings/stage";
import { expect, test } from "vitest";
import { codeOf, splitLines } from "./code.ts";
import { plainDesk } from "./testing.ts";

test("an element that spans several lines is closed and opened again", () => {
  expect(splitLines('a<span class="s">b\nc</span>d\n')).toEqual([
    'a<span class="s">b</span>',
    '<span class="s">c</span>d',
    "",
  ]);
});

test("a lesson stands beside the one that it goes on from, the first beside nothing, a variant beside its lesson", async () => {
  const compare = () => [
    { kind: "removed", number: 1 } as const,
    { kind: "added", number: 1 } as const,
    { kind: "same", number: 2 } as const,
  ];
  const desk = { ...plainDesk, compare };
  const second = await codeOf(findLesson("02"), "lesson", desk);
  expect([second.from?.label, second.to.label]).toEqual(["lesson 01", "lesson 02"]);
  expect(second.lines).toEqual([
    { kind: "removed", from: 1, to: null },
    { kind: "added", from: null, to: 1 },
    { kind: "same", from: 2, to: 2 },
  ]);
  expect((await codeOf(findLesson("00"), "lesson", desk)).from).toBeNull();
  expect((await codeOf(findLesson("16"), "lesson", desk)).from?.label).toBe("lesson 11");
  expect((await codeOf(findLesson("08"), "fixed-input", desk)).from?.label).toBe("lesson 08");
});

test("two texts that are the same have all their lines in common", async () => {
  const { lines, to } = await codeOf(findLesson("02"), "lesson", plainDesk);
  expect(lines).toHaveLength(to.html.length);
  expect(lines.every(({ kind }) => kind === "same")).toBe(true);
});

test("your own version cannot be shown before it is begun", async () => {
  await expect(codeOf(findLesson("08"), "own", plainDesk)).rejects.toThrow("not begun yet");
});
