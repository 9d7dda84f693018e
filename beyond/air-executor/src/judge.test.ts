import { expect, test } from "vitest";
import { judge, type Sight, type Verdict } from "./judge.ts";

const sight: Sight = { exit: null, owner: "gone", runner: "living", isOpen: true };

test.each<[string, Partial<Sight>, Verdict]>([
  ["its owner lives", { owner: "living", runner: "gone" }, "leave"],
  ["its owner lives, and it has ended", { owner: "living", exit: 0 }, "leave"],
  ["its owner is gone, and its runner lives", {}, "wait"],
  ["its owner is gone, and its runner too", { runner: "gone" }, "bury"],
  ["its owner is gone, and nothing says that it began", { runner: "unknown" }, "fence"],
  ["its owner is gone, and its end is on the disk", { exit: 3, runner: "gone" }, "settle"],
  ["the journal knows its end, and its claim is still there", { exit: 0, isOpen: false }, "settle"],
  [
    "it was left behind elsewhere, no matter which process has its runner's number here",
    { owner: "left behind" },
    "lost",
  ],
  ["it was left behind with its end", { owner: "left behind", exit: 0 }, "settle"],
  ["the journal has it running, and there is no claim", { owner: "none", runner: "unknown" }, "lost"],
  ["there is no claim, and nothing is open", { owner: "none", runner: "unknown", isOpen: false }, "forget"],
])("where %s", (_, seen, verdict) => {
  expect(judge({ ...sight, ...seen })).toBe(verdict);
});
