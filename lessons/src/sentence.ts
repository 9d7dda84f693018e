// Whether the error of a failed task tells a reader what is missing.

import type { Comparison, ObservedRun } from "./check.ts";

/** At least one of the run's tasks must have failed with a sentence. */
export function compareSentence({ logicalDate, tasks }: ObservedRun): Comparison {
  const errors = tasks.flatMap(({ error }) => (error === null || error === "" ? [] : [error]));
  return {
    what: `the sentence of the failed task of the run for ${logicalDate}`,
    expected: "a sentence",
    actual: errors.some(isSentence) ? "a sentence" : errors.join("\n") || "nothing",
  };
}

/** Several words, and not what JavaScript says when a program stumbles over what is not there. */
export function isSentence(error: string): boolean {
  const said = error.replace(/\s*\([^()]*:\d+\)\s*$/, "").replace(/^\w*Error: /, "");
  return /\p{L}+[\s,:]+\p{L}+/u.test(said) && !stumbles.test(said);
}

const stumbles =
  /^(?:Cannot (?:read|set) propert|Cannot destructure|Reduce of empty array|Invalid (?:time value|array length)|\S+ is not (?:a function|a constructor|defined|iterable))/;
