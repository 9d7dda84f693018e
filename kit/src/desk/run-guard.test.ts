import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { guardRun } from "./run-guard.ts";

function guard(longest: number) {
  const guarded = guardRun({ command: "test", longest });
  onTestFinished(guarded.stop);
  return guarded;
}

test("a run in which nothing moves is stopped, and it is said where", async () => {
  const { note, signal } = guard(30);
  note('in task "first"');
  note('in task "second"');
  note(null);
  await once(signal, "abort");
  expect(signal.reason).toBe(
    'Nothing has moved for 0.03 s, in task "second". Does it wait for what never comes? Stopped',
  );
});

test("a run that was stopped before that is left alone", () => {
  const { signal, stop } = guard(20_000);
  stop();
  expect(signal.aborted).toBe(false);
});
