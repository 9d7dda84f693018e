// Assets: which ones there are, what updates and awaits them, and an event from outside.

import type { Asset, AssetEvent, DAG, Watch } from "@daglings/engine";
import { suggest } from "@daglings/words";
import { assetsOf } from "../watch-assets.ts";
import { instantText } from "./answers.ts";
import type { Asked, Endpoint } from "./endpoint.ts";
import type { Hub } from "./hub.ts";
import { idempotencyHeader, idempotencyKey } from "./idempotency-key.ts";
import { Refusal } from "./refusal.ts";
import { limit, listOf, options, refer } from "./schema.ts";

const events = options({ events: listOf(refer("AssetEvent")) }, ["events"]);

export const assetEndpoints: readonly Endpoint[] = [
  {
    method: "get",
    path: "/api/assets",
    access: "viewer",
    summary: "List the assets",
    answer: {
      status: 200,
      description: "All assets that DAGs wait for or update, by name.",
      schema: options({ assets: listOf(refer("Asset")) }, ["assets"]),
    },
    handle: ({ hub }) => ({ assets: namesOf(hub).map((name) => assetAnswer(hub, name)) }),
  },
  {
    method: "get",
    path: "/api/assets/{name}/events",
    access: "viewer",
    summary: "List an asset's latest events, the earliest first",
    query: { limit },
    answer: { status: 200, description: "The latest events, up to the limit.", schema: events },
    handle({ hub, path: { name = "" }, query }) {
      findAsset(hub, name);
      const latest = Number(query["limit"]);
      return { events: hub.store.listAssetEvents({ assets: [name], latest }).map(eventAnswer) };
    },
  },
  {
    method: "post",
    path: "/api/assets/{name}/events",
    access: "operator",
    summary: "Tell that an asset was updated; by its own name, or by that of its apiSignal",
    headers: idempotencyHeader("event"),
    body: options({ extra: { type: "object", additionalProperties: true } }),
    answer: { status: 201, description: "An event for each asset of that name or signal.", schema: events },
    handle: signal,
  },
];

function signal({ hub, path: { name = "" }, body, request, response }: Asked): object {
  const key = idempotencyKey(request);
  const extra = (body["extra"] as Record<string, unknown> | undefined) ?? {};
  const made = signalled(hub, name).map((asset) => {
    const event = hub.scheduler.assetEvent({ asset, extra, ...(key === undefined ? {} : { key }) });
    if (event) return event;
    response.status(200);
    return hub.store.findAssetEvent({ asset, key: key ?? "" });
  });
  return { events: made.filter((event) => event !== null).map(eventAnswer) };
}

/** The asset of that name, and all assets that listen to this signal. */
function signalled(hub: Hub, name: string): string[] {
  const hear = ({ name: own, watch }: Asset) =>
    own === name || (watch?.kind === "signal" && watch.name === name);
  const found = assetsOf(hub.dags.values()).filter(hear);
  if (found.length === 0) findAsset(hub, name);
  return [...new Set(found.map((asset) => asset.name))].toSorted();
}

function findAsset(hub: Hub, name: string): void {
  const names = namesOf(hub);
  if (names.includes(name)) return;
  throw new Refusal(404, `there is no asset "${name}"${suggest(name, names, "the assets are")}`);
}

function namesOf({ dags }: Hub): string[] {
  return [...new Set(assetsOf(dags.values()).map(({ name }) => name))].toSorted();
}

function assetAnswer({ dags, store }: Hub, name: string): object {
  const all = [...dags.values()];
  const isIt = (asset: Asset) => asset.name === name;
  const watch = assetsOf(all).find((asset) => isIt(asset) && asset.watch)?.watch ?? null;
  const [last] = store.listAssetEvents({ assets: [name], latest: 1 });
  return {
    name,
    watch: watch && watchText(watch),
    updatedBy: all.flatMap((dag) => makersIn(dag, isIt)),
    awaitedBy: all.filter(({ settings }) => settings.assets.some(isIt)).map(({ dagId }) => dagId),
    updatedAt: instantText(last?.at ?? null),
  };
}

function makersIn({ dagId, tasks }: DAG, isIt: (asset: Asset) => boolean): object[] {
  return tasks.filter(({ outlets }) => outlets.some(isIt)).map(({ taskId }) => ({ dagId, taskId }));
}

function watchText(watch: Watch): string {
  switch (watch.kind) {
    case "file":
      return `files ${watch.pattern}`;
    case "signal":
      return `signal ${watch.name}`;
    case "table":
      return `table ${watch.table} of ${watch.database}`;
    default:
      return watch satisfies never;
  }
}

function eventAnswer(event: AssetEvent): object {
  return { ...event, at: instantText(event.at) };
}
