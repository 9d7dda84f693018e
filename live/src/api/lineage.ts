// Lineage: what tasks have written, and from a name back to what it came from.

import { suggest } from "@daglings/words";
import { originOf, readersOf, writtenLately, type Attempt, type Origin } from "../lineage.ts";
import { instantText } from "./answers.ts";
import type { Endpoint } from "./endpoint.ts";
import { Refusal } from "./refusal.ts";
import { limit, listOf, options, refer } from "./schema.ts";

const name = { type: "string", maxLength: 1000 } as const;

export const lineageEndpoints: readonly Endpoint[] = [
  {
    method: "get",
    path: "/api/lineage",
    access: "viewer",
    summary: "List what tasks have written or declared, the latest first",
    query: { limit },
    answer: {
      status: 200,
      description: "Files by their paths, assets and addresses, each once.",
      schema: options({ names: listOf(refer("Written")) }, ["names"]),
    },
    handle({ hub: { store }, query }) {
      const names = writtenLately(store, Number(query["limit"]));
      return {
        names: names.map(({ name: of, writtenBy }) => ({ name: of, writtenBy: attemptAnswer(writtenBy) })),
      };
    },
  },
  {
    method: "get",
    path: "/api/lineage/of",
    access: "viewer",
    summary: "Follow a file, an asset or an address back to what it came from",
    query: { name },
    answer: {
      status: 200,
      description: "Where it came from, and who has read it.",
      schema: options({ origin: refer("Origin"), readBy: listOf(refer("Trace")) }, ["origin", "readBy"]),
    },
    handle({ hub: { store }, query }) {
      const wanted = query["name"];
      if (typeof wanted !== "string") throw new Refusal(400, "name is missing; send ?name=data/stats.csv");
      const origin = originOf(store, wanted);
      const readers = readersOf(store, wanted);
      if (origin.writtenBy === null && readers.length === 0) {
        const known = writtenLately(store, 100).map((each) => each.name);
        const hint = suggest(wanted, known) || suggest(wanted, known.slice(0, 5), "the latest are");
        throw new Refusal(404, `nothing named "${wanted}" is on record${hint}`);
      }
      return { origin: originAnswer(origin), readBy: readers.map(attemptAnswer) };
    },
  },
];

function originAnswer({ writtenBy, from, ...origin }: Origin): object {
  return {
    ...origin,
    writtenBy: writtenBy && attemptAnswer(writtenBy),
    from: from.map((source) => originAnswer(source)),
  };
}

function attemptAnswer({ dagId, runId, taskId, tryNumber, how, at }: Attempt): object {
  return { dagId, runId, taskId, tryNumber, how, at: instantText(at) };
}
