// Lineage: what tasks have written, and from a name back to what it came from.

import { writtenLately } from "../lineage.ts";
import { answerLineage, traceAnswer } from "./answer-lineage.ts";
import type { Endpoint } from "./endpoint.ts";
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
        names: names.map(({ name: of, writtenBy }) => ({ name: of, writtenBy: traceAnswer(writtenBy) })),
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
    handle: ({ hub: { store }, query }) => answerLineage(store, query["name"]),
  },
];
