// Files that others put into a lesson's folder, as its scenario says; and watching files and tables in simulated time,
// with the same code as the scheduler in real time.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Asset, AssetEvent, AssetEventOptions, Clock, DAG, Store } from "@daglings/engine";
import type { Arrival } from "@daglings/lessons";
import { writeWhole } from "@daglings/lessons/files";
import type { AssetLook } from "@daglings/live";
import { parseInstant } from "@daglings/words";

export interface Step {
  readonly at: number;
  readonly act: () => void;
}

/** A sender that writes slowly does so in this many steps, a second apart. */
const pieces = 4;
const second = 1000;

/** Most lessons have none, and do not need the room that makes the events. */
export async function arrivalSteps(
  arrivals: readonly Arrival[],
  folder: string,
  seed: number,
): Promise<Step[]> {
  if (arrivals.length === 0) return [];
  const { eventsBetween } = await import("@daglings/events-api");
  return arrivals.flatMap(({ at, path, day, slowly = false }): Step[] => {
    const file = join(folder, path);
    const from = Temporal.PlainDate.from(day);
    const text = `${JSON.stringify(eventsBetween(from, from.add({ days: 1 }), seed))}\n`;
    const begins = parseInstant(at, "UTC", "at").epochMilliseconds;
    if (!slowly) return [{ at: begins, act: () => writeWhole(file, text) }];
    return Array.from({ length: pieces }, (_, index) => ({
      at: begins + index * second,
      act() {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text.slice(0, Math.ceil((text.length * (index + 1)) / pieces)));
      },
    }));
  });
}

export interface Watching {
  /** It looks before it lets time go on; and time goes on no further than to where there may be more to see. */
  readonly clock: Clock;
  /** Reports what is new, and when there may be more although nothing changes: Infinity if never. */
  look(): Promise<Looked>;
  close(): void;
}

interface Looked {
  readonly isNew: boolean;
  readonly nextAt: number;
}

interface Watched {
  readonly dags: readonly DAG[];
  readonly clock: Clock;
  readonly store: Store;
  readonly folder: string;
  readonly tell: (event: AssetEventOptions) => AssetEvent | null;
}

export async function openWatching({ dags, clock, store, folder, tell }: Watched): Promise<Watching> {
  const eyes = await eyesFor(dags, folder, store);
  const look = async (): Promise<Looked> => {
    const seen = await Promise.all(eyes.map((each) => each.look(clock.now())));
    const told = seen.flatMap(({ events }) => events.map(tell));
    return {
      isNew: told.some((event) => event !== null),
      nextAt: Math.min(...seen.map(({ nextAt }) => nextAt)),
    };
  };
  return {
    clock: {
      ...clock,
      async wait(what) {
        if (what.underWay || eyes.length === 0) return await clock.wait(what);
        const { isNew, nextAt } = await look();
        if (!isNew) await clock.wait({ ...what, until: Math.min(what.until, nextAt) });
      },
    },
    look,
    close() {
      for (const each of eyes) each.close();
    },
  };
}

/** Most lessons watch nothing, and do not need the room that can. */
async function eyesFor(dags: readonly DAG[], folder: string, store: Store): Promise<AssetLook[]> {
  if (!dags.some((dag) => allAssets(dag).some(({ watch }) => watch && watch.kind !== "signal"))) return [];
  const { assetsOf, lookFor } = await import("@daglings/live");
  return assetsOf(dags)
    .map((asset) => lookFor(asset, { folder, store }))
    .filter((each) => each !== null);
}

function allAssets({ settings, tasks }: DAG): Asset[] {
  return [...settings.assets, ...tasks.flatMap(({ outlets }) => outlets)];
}
