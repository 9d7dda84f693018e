// `pnpm dags assets`: the assets, who updates and who awaits them; and `pnpm dags assets signal NAME`.

import { pathOf } from "@daglings/live";
import { UsageError } from "@daglings/words";
import { callWith, exitCodes, type Call, type ExitCode } from "../command-line.ts";
import { acting, fieldsOf } from "./act.ts";
import { looking } from "./looking.ts";
import { sayJson, sayTable, timeText } from "./say.ts";

interface AssetAnswer {
  readonly name: string;
  readonly watch: string | null;
  readonly updatedBy: readonly { readonly dagId: string; readonly taskId: string }[];
  readonly awaitedBy: readonly string[];
  readonly updatedAt: string | null;
}

interface EventAnswer {
  readonly id: number;
  readonly asset: string;
  readonly at: string;
}

export async function assets(call: Call): Promise<ExitCode> {
  const [verb, ...words] = call.words;
  if (verb === undefined) return await list(call);
  if (verb === "signal") return await signal(callWith(call, { words }));
  throw new UsageError(
    `"${verb}" is nothing that can be done with assets; write pnpm dags assets signal NAME`,
  );
}

const list = looking("assets", [], async (client, call) => {
  const answer = (await client.ask({ path: pathOf("assets") })) as { assets: readonly AssetAnswer[] };
  if (call.screen.isJson) return sayJson(call, answer);
  const rows = answer.assets.map(({ name, watch, updatedBy, awaitedBy, updatedAt }) => [
    name,
    [...updatedBy.map(({ dagId, taskId }) => `${dagId}.${taskId}`), ...(watch === null ? [] : [watch])].join(
      ", ",
    ),
    awaitedBy.join(", "),
    timeText(updatedAt),
  ]);
  if (rows.length === 0) call.screen.say("No DAG waits for an asset, or updates one.");
  else sayTable(call.screen, ["asset", "updated by", "awaited by", "last update"], rows);
  return exitCodes.fine;
});

const signal = acting("assets signal", ["NAME"], async (client, call, [name]) => {
  const [key, extra] = [call.text("key"), call.text("extra")];
  const answer = (await client.ask({
    method: "POST",
    path: pathOf("assets", name, "events"),
    headers: key === undefined ? {} : { "Idempotency-Key": key },
    body: extra === undefined ? {} : { extra: fieldsOf("extra", extra) },
  })) as { events: readonly EventAnswer[] };
  return () => {
    if (call.screen.isJson) return sayJson(call, answer);
    for (const { id, asset, at } of answer.events) call.screen.say(`${asset}: event ${id}, ${timeText(at)}`);
    return exitCodes.fine;
  };
});
