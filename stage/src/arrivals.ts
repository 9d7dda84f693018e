// Files that others put into a lesson's folder, as its scenario says; and watching them in simulated time, with the same
// eyes as the scheduler in real time.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Asset, Clock, DAG, Scheduler } from "@daglings/engine";
import { eventsBetween } from "@daglings/events-api";
import { writeWhole, type Arrival } from "@daglings/lessons";
import { parseInstant } from "@daglings/words";

export interface Step {
  readonly at: number;
  readonly act: () => void;
}

/** One that writes slowly does so in as many steps, a second apart. */
const pieces = 4;
const second = 1000;

export function arrivalSteps(arrivals: readonly Arrival[], folder: string, seed: number): Step[] {
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
  /** Lets time go on until this instant, and looks whenever a file may have become whole. */
  runUntil(at: number): Promise<void>;
  look(): Promise<void>;
  /** Lets time go on until no file is waited for, and lets what follows begin. */
  settle(): Promise<void>;
}

interface Watched {
  readonly dags: readonly DAG[];
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  readonly folder: string;
  readonly signal: AbortSignal | undefined;
}

export async function openWatching({ dags, scheduler, clock, folder, signal }: Watched): Promise<Watching> {
  const look = await lookerFor(dags, scheduler, folder);
  let nextAt = Infinity;
  const run = (at: number) =>
    scheduler.run({ until: Temporal.Instant.fromEpochMilliseconds(at), ...(signal && { signal }) });
  const lookNow = async () => {
    nextAt = await look(clock.now());
  };
  return {
    look: lookNow,
    async runUntil(at) {
      while (nextAt < at && !signal?.aborted) {
        await run(nextAt);
        await lookNow();
      }
      await run(at);
    },
    async settle() {
      await lookNow();
      while (nextAt < Infinity && !signal?.aborted) {
        await run(nextAt);
        await lookNow();
      }
      await run(clock.now());
    },
  };
}

/** Most lessons watch nothing, and do without the room that can. */
async function lookerFor(
  dags: readonly DAG[],
  scheduler: Scheduler,
  folder: string,
): Promise<(now: number) => Promise<number>> {
  const isWatched = ({ watch }: Asset) => watch?.kind === "file";
  if (!dags.some((dag) => allAssets(dag).some(isWatched))) return () => Promise.resolve(Infinity);
  const { arrivalEvent, assetsOf, FileArrivals } = await import("@daglings/live");
  const watched = assetsOf(dags).flatMap(({ name, watch }) =>
    watch?.kind === "file" ? [{ name, arrivals: new FileArrivals(watch, folder) }] : [],
  );
  return async (now) => {
    const next: number[] = [];
    for (const { name, arrivals } of watched) {
      const { arrived, nextAt } = await arrivals.look(now);
      for (const arrival of arrived) scheduler.assetEvent(arrivalEvent(name, arrival));
      next.push(nextAt);
    }
    return Math.min(...next);
  };
}

function allAssets({ settings, tasks }: DAG): Asset[] {
  return [...settings.assets, ...tasks.flatMap(({ outlets }) => outlets)];
}
