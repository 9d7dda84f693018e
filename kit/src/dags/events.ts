// `pnpm dags events`: all that has happened, and with --follow what happens now.

import type { Client } from "@daglings/live";
import { exitCodes } from "../command-line.ts";
import { looking } from "./looking.ts";
import { timeText } from "./say.ts";

interface EventAnswer {
  readonly id: number;
  readonly at: string;
  readonly dagId: string;
  readonly runId: string | null;
  readonly taskId: string | null;
  readonly state: string;
  readonly detail: string | null;
}

export const events = looking("events", [], async (client, call) => {
  const say = (event: EventAnswer) =>
    call.screen.say(call.screen.isJson ? JSON.stringify(event) : eventLine(event));
  let after = Number(call.text("after") ?? 0);
  for (;;) {
    const query = { after, limit: 1000 };
    const page = (await client.ask({ path: "/api/events/list", query })) as { events: EventAnswer[] };
    for (const event of page.events) say(event);
    after = page.events.at(-1)?.id ?? after;
    if (page.events.length < 1000) break;
  }
  if (call.isSet("follow")) await follow(client, after, say, call.signal);
  return exitCodes.fine;
});

async function follow(
  client: Client,
  after: number,
  say: (event: EventAnswer) => void,
  signal: AbortSignal,
): Promise<void> {
  const response = await client.open({ path: "/api/events", query: { after } }, signal);
  let rest = "";
  try {
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (line.startsWith("data: ")) say(JSON.parse(line.slice(6)) as EventAnswer);
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function eventLine({ id, at, dagId, runId, taskId, state, detail }: EventAnswer): string {
  const what = [dagId, ...(runId === null ? [] : [runId]), ...(taskId === null ? [] : [taskId])].join(" ");
  return `${id}  ${timeText(at)}  ${what}: ${state}${detail === null ? "" : ` (${detail})`}`;
}
