// What a task's context knows about assets: the events that its run is for, and what the events of its outlets will say.

import { suggest, UsageError, withPlace } from "@daglings/words";
import type { AssetEvent } from "./asset-record.ts";
import type { AssetEventFacts, OutletEvents, StoreReader, TaskContext, TaskFacts } from "./context.ts";
import type { RunIdentity } from "./core/run.ts";
import { lazily } from "./lazily.ts";
import { plainFields } from "./plain-json.ts";
import type { AttemptReport } from "./ports.ts";

export type AttemptExtras = { -readonly [Asset in string]: AttemptReport["extras"][Asset] };

export function triggeringAssetEvents(
  store: StoreReader,
  { assetEvents }: RunIdentity,
): TaskContext["triggeringAssetEvents"] {
  const events = assetEvents.length === 0 ? [] : store.listAssetEvents({ ids: assetEvents });
  const byAsset = Map.groupBy(
    events.map((event) => factsOf({ event, store })),
    ({ asset }) => asset,
  );
  return Object.fromEntries(byAsset);
}

interface StoredEvent {
  readonly event: AssetEvent;
  readonly store: StoreReader;
}

const factsOf = lazily<AssetEventFacts, StoredEvent>({
  asset: ({ event }) => event.asset,
  timestamp: ({ event }) => utc(event.at),
  extra: ({ event }) => event.extra,
  sourceDagId: ({ event }) => event.dagId,
  sourceRunId: ({ event }) => event.runId,
  sourceTaskId: ({ event }) => event.taskId,
  sourceDagRun({ event: { dagId, runId }, store }) {
    const run = dagId === null || runId === null ? null : store.findRun({ dagId, runId });
    return (
      run && {
        dagId: run.dagId,
        runId: run.runId,
        logicalDate: utc(run.logicalDate),
        dataIntervalStart: utc(run.dataIntervalStart),
        dataIntervalEnd: utc(run.dataIntervalEnd),
      }
    );
  },
});

/** `extras`: what the task has set, by the asset's name. */
export function outletEvents({ outlets, place }: TaskFacts, extras: AttemptExtras): OutletEvents {
  const names = outlets.map(({ name }) => name);
  return {
    get(asset) {
      const name = typeof asset === "string" ? asset : asset.name;
      if (!names.includes(name)) {
        const hint = names.length === 0 ? "; write outlets: [asset]" : suggest(name, names, "they are");
        throw new UsageError(`${place}: asset "${name}" is not among its outlets${hint}`);
      }
      return {
        get extra() {
          return extras[name] ?? {};
        },
        set extra(value) {
          extras[name] = withPlace(place, () => plainFields(value, `the extra of asset "${name}"`));
        },
      };
    },
  };
}

function utc(instant: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO("UTC");
}
