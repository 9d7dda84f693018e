// `pnpm temporal trigger|runs FILE:NAME`: flows of beyond/flow as workflows. The words are those of `pnpm flow`.

import { findPackagesOfTheKit, instantText } from "@daglings/stage";
import { flowPlace, parametersOf } from "../flow/store.ts";
import { alignColumns } from "../show/table.ts";
import { minuteText } from "../words.ts";
import type { Asked } from "./room.ts";

export async function beginFlow({ room, client, call }: Asked, word: string): Promise<void> {
  const flow = await flowNamed(word);
  const flowRunId = await room.triggerFlow(client, { flow, parameters: parametersOf(call) });
  const text = `Began run ${flowRunId} of ${flow.name}.`;
  call.screen.say(call.screen.isJson ? JSON.stringify({ flowRunId }) : text);
}

export async function sayFlowRuns({ room, client, call: { screen } }: Asked, word: string): Promise<void> {
  const runs = await room.listFlowRuns(client, (await flowNamed(word)).name);
  if (screen.isJson) return screen.say(JSON.stringify(runs, null, 2));
  if (runs.length === 0) return screen.say("No runs yet.");
  const rows = runs.map(({ flowRunId, startedAt, state }) => [
    minuteText(instantText(startedAt)),
    state,
    flowRunId,
  ]);
  for (const line of alignColumns([["began", "state", "run"], ...rows])) screen.say(line);
}

async function flowNamed(word: string) {
  const place = flowPlace(word);
  findPackagesOfTheKit();
  const { bodyOf, loadFlow } = await import("@daglings/flow");
  return bodyOf(await loadFlow(place)) ?? place;
}
