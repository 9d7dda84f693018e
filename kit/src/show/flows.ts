// The runs of flows that a lesson's tasks have called: how often each has called what, and what was special about it.

import type { LessonResult } from "@daglings/stage";
import type { Screen } from "../screen.ts";
import { numberText } from "../words.ts";
import { alignColumns } from "./table.ts";
import { wrapText } from "./wrap.ts";

type FlowFacts = NonNullable<LessonResult["run"]["flows"]>[number];

export function showFlows(flows: readonly FlowFacts[], { isPlain, width }: Screen): string[] {
  const rows = flows.map(({ flowRunId, state, tasks }) => {
    const calls = [...Map.groupBy(tasks, ({ name }) => name)].map(([name, own]) => callsText(name, own));
    return [flowRunId, state.name, calls.join(", ") || "no call"];
  });
  if (isPlain) return rows.map(([id, state, calls]) => `  ${id}: ${state}; ${calls}`);
  const heads = alignColumns(rows.map(([id = "", state = ""]) => [id, state]));
  const longest = Math.max(...heads.map((head) => head.length));
  return heads.flatMap((head, at) => {
    const first = `  ${head.padEnd(longest)}  `;
    return wrapText(rows[at]?.at(-1) ?? "", width, first, " ".repeat(first.length));
  });
}

/** `fetchEvents 5 (4 Cached)` */
function callsText(name: string, calls: FlowFacts["tasks"]): string {
  const others = Map.groupBy(
    calls.filter(({ state }) => state.name !== "Completed"),
    ({ state }) => state.name,
  );
  const tries = Math.max(...calls.map((call) => call.tries));
  const special = [
    ...[...others].map(([state, own]) => `${numberText(own.length)} ${state}`),
    ...(tries > 1 ? [`up to ${numberText(tries)} tries`] : []),
  ];
  return `${name} ${numberText(calls.length)}${special.length > 0 ? ` (${special.join(", ")})` : ""}`;
}
