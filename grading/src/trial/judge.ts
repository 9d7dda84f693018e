// Judges what was seen of a version: each check passes, fails, is skipped because one that it needs did not pass, or is
// an error because there was nothing to look at. Pure.

import { inspect } from "node:util";
import type { Check, Comparison, Experiment, Observation } from "@daglings/lessons";
import type { Findings } from "./laboratory.ts";
import { broke } from "./mishap.ts";
import type { DueCheck } from "./syllabus.ts";

export type Status = "pass" | "fail" | "error" | "skip";

export interface Verdict {
  readonly due: DueCheck;
  readonly status: Status;
  /** The first seed for which it does not pass. */
  readonly seed: number;
  /** How much was compared. */
  readonly compared: number;
  readonly trouble: Trouble | null;
}

/** Why a check does not pass. */
interface Trouble {
  readonly message: string;
  readonly what: string;
  readonly expected: string;
  readonly actual: string;
  /** What the version's first failed task said, if that may be the reason. */
  readonly failure: string | null;
}

/** Whether all checks that look at "run" pass. Only then do the other experiments mean anything. */
export function passesRun(due: readonly DueCheck[], run: Observation): boolean {
  return due
    .filter(({ check }) => check.experiment === "run")
    .every(({ check }) => {
      const comparisons = check.judge(run);
      return comparisons.length > 0 && comparisons.every(holds);
    });
}

/** Among several seeds, the first for which a check does not pass decides. */
export function judge(due: readonly DueCheck[], findings: readonly Findings[]): Verdict[] {
  const verdicts: Verdict[] = [];
  for (const each of due) {
    const missed = verdicts.find((verdict) => verdict.status !== "pass" && isNeededBy(each.check, verdict));
    verdicts.push(missed ? skipped(each, missed) : judgeAll(each, findings));
  }
  // If something fails, that is why others have nothing to look at. If nothing does, it is an error.
  const failed = verdicts.find(({ status }) => status === "fail");
  return verdicts.map((verdict) => (failed && isVacuous(verdict) ? skipped(verdict.due, failed) : verdict));
}

/** By name, or because a version must run well before its behaviour in other experiments means anything. */
function isNeededBy({ requires = [], experiment }: Check, { due: { check }, status }: Verdict): boolean {
  if (requires.includes(check.id)) return true;
  return experiment !== "run" && check.experiment === "run" && status !== "skip";
}

function isVacuous({ status, trouble }: Verdict): boolean {
  return status === "error" && trouble?.message.startsWith(nothing) === true;
}

function skipped(due: DueCheck, { due: { check } }: Verdict): Verdict {
  const trouble = unseen(`not looked at before check ${check.id} passes`);
  return { due, status: "skip", seed: 0, compared: 0, trouble };
}

function judgeAll(due: DueCheck, findings: readonly Findings[]): Verdict {
  const verdicts = findings.map((each) => judgeOne(due, each));
  const bad = verdicts.find(({ status }) => status !== "pass");
  const compared = verdicts.reduce((sum, verdict) => sum + verdict.compared, 0);
  const [first] = verdicts;
  if (!first) throw new Error("nothing was tried out");
  return { ...(bad ?? first), compared };
}

function judgeOne(due: DueCheck, { seed, observations, troubles }: Findings): Verdict {
  const { check } = due;
  const seen = observations.get(check.experiment);
  const verdict = (status: Status, compared: number, trouble: Trouble | null) => ({
    due,
    status,
    seed,
    compared,
    trouble,
  });
  if (!seen) {
    const mishap = troubles.get(check.experiment);
    return verdict(mishap?.status ?? "error", 0, unseen(mishap?.message ?? nothingIn(check.experiment)));
  }
  const comparisons = compare(check, seen);
  if (typeof comparisons === "string") return verdict("error", 0, unseen(comparisons));
  if (comparisons.length === 0) return verdict("error", 0, unseen(nothingIn(check.experiment)));
  const bad = comparisons.find((comparison) => !holds(comparison));
  if (!bad) return verdict("pass", comparisons.length, null);
  return verdict("fail", comparisons.length, {
    message: messageOf(check, bad),
    failure: seen.failure,
    ...bad,
  });
}

/** Or why that cannot be done: a check must cope with whatever a version leaves. */
function compare(check: Check, seen: Observation): readonly Comparison[] | string {
  try {
    return check.judge(seen);
  } catch (error) {
    return `${broke}: check ${check.id}: ${inspect(error)}`;
  }
}

/** Nothing is wrong with what was compared. */
export function holds({ expected, actual, holds: verdict }: Comparison): boolean {
  return verdict ?? expected === actual;
}

function messageOf({ name }: Check, { what }: Comparison): string {
  return `${name}; look at ${what}`;
}

const nothing = "nothing to look at";

function nothingIn(experiment: Experiment): string {
  return `${nothing} in the experiment "${experiment}"`;
}

function unseen(message: string): Trouble {
  return { message, what: "", expected: "", actual: "", failure: null };
}
