// Where a file, an asset or an address came from, and who has read it, as the API answers it.

import type { Store } from "@daglings/engine";
import { suggest } from "@daglings/words";
import { originOf, readersOf, writtenLately, type Attempt, type Origin } from "../lineage.ts";
import { instantText } from "./answers.ts";
import { Refusal } from "./refusal.ts";

/** Throws a Refusal where there is nothing of that name. */
export function answerLineage(store: Pick<Store, "listTraces" | "findDag">, name: unknown): object {
  if (typeof name !== "string") throw new Refusal(400, "name is missing; send ?name=data/stats.csv");
  const origin = originOf(store, name);
  const readers = readersOf(store, name);
  if (origin.writtenBy === null && readers.length === 0) {
    const known = writtenLately(store, 100).map((each) => each.name);
    const hint = suggest(name, known) || suggest(name, known.slice(0, 5), "the latest are");
    throw new Refusal(404, `nothing named "${name}" is on record${hint}`);
  }
  return { origin: originAnswer(origin), readBy: readers.map(traceAnswer) };
}

function originAnswer({ writtenBy, from, ...origin }: Origin): object {
  return {
    ...origin,
    writtenBy: writtenBy && traceAnswer(writtenBy),
    from: from.map((source) => originAnswer(source)),
  };
}

export function traceAnswer({ dagId, runId, taskId, tryNumber, how, at }: Attempt): object {
  return { dagId, runId, taskId, tryNumber, how, at: instantText(at) };
}
