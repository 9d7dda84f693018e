// The time inside a workflow. Real time comes from Temporal, which repeats it in each replay. A lesson's time is played: it
// stands still until the workflow is told that it has passed, so that a week of daily runs takes a second here, too.

import { condition } from "@temporalio/workflow";
import type { TimeKind } from "./messages.ts";

export interface Time {
  now(): number;
  /** Waits until the condition holds, or until an instant. */
  until(isSo: () => boolean, instant: number): Promise<void>;
  /** Played time: this is the time now. */
  passTo(instant: number): void;
  readonly isPlayed: boolean;
  readonly kind: TimeKind;
}

/** The longest that one timer waits, in milliseconds; then the question is asked again. */
const longestTimer = 30 * 24 * 3_600_000;

export function timeOf(kind: TimeKind): Time {
  let played = kind.kind === "played" ? kind.at : 0;
  const isPlayed = kind.kind === "played";
  // Within the sandbox `Date` is the workflow's own: the time of the last event in its history.
  const now = () => (isPlayed ? played : Date.now());
  return {
    now,
    async until(isSo, instant) {
      if (isPlayed) return await condition(() => isSo() || played >= instant);
      if (instant === Infinity) return await condition(isSo);
      await condition(isSo, Math.max(1, Math.min(instant - now(), longestTimer)));
    },
    passTo: (instant) => void (played = Math.max(played, instant)),
    isPlayed,
    get kind(): TimeKind {
      return isPlayed ? { kind: "played", at: played } : { kind: "real" };
    },
  };
}
