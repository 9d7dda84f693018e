// Tries out students' versions, each in processes of its own, with limits: it may loop, exit, or write without end, and
// loses only its own marks. The processes that observe have none of a version's code, and go on to the next one.

import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Experiment, Observation } from "@daglings/lessons";
import { assign, type Bounds } from "./assignment.ts";
import type { Limits } from "./limits.ts";
import type { Mishap } from "./mishap.ts";
import type { Subject } from "./observe.ts";
import { dismiss, startObserver, type ObserverOptions } from "./observer.ts";
import type { Sighting } from "./sighting.ts";

export interface Findings {
  readonly seed: number;
  readonly observations: ReadonlyMap<Experiment, Observation>;
  /** Why an experiment did not finish. */
  readonly troubles: ReadonlyMap<Experiment, Mishap>;
}

export interface LaboratoryOptions extends ObserverOptions {
  readonly limits: Limits;
}

export interface Trial extends Pick<Bounds, "readable" | "signal"> {
  readonly experiments: readonly Experiment[];
  /** Says after "run" whether the other experiments are worth while: a version that runs badly is judged quickly. */
  readonly isWorthMore: (run: Observation) => boolean;
}

interface Version extends Pick<Subject, "file" | "lesson"> {
  readonly seeds: readonly number[];
}

export interface Laboratory {
  /** With one seed after the other; for each there are findings. */
  tryOut(version: Version, trial: Trial): Promise<Findings[]>;
  close(): Promise<void>;
}

export function openLaboratory(options: LaboratoryOptions): Laboratory {
  const free = [startObserver(options)]; // one is needed soon
  /** With as many seeds as it comes to: it may end its processes before it has come to all. */
  const tryTogether = async (
    { file, lesson, seeds }: Version,
    { experiments, ...trial }: Trial,
  ): Promise<Findings[]> => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "daglings-")));
    const isMoreWanted = async ([run]: readonly Sighting[]): Promise<boolean> =>
      run !== undefined && trial.isWorthMore((await complete(run, file))[1]);
    const last = free.pop();
    const observer = last?.connected ? last : startObserver(options);
    try {
      const { seen, mishap, isFit } = await assign(
        observer,
        { subject: { file, lesson, folder }, seeds, experiments },
        { ...options, ...trial, isMoreWanted },
      );
      if (isFit) free.push(observer);
      else await dismiss(observer);
      trial.signal?.throwIfAborted();
      const begun = seeds.slice(0, seen.length);
      return await Promise.all(
        begun.map(async (seed, index) => {
          const sightings = seen[index] ?? [];
          const trouble = index === begun.length - 1 ? mishap : null;
          return {
            seed,
            observations: new Map(await Promise.all(sightings.map((each) => complete(each, file)))),
            troubles: troublesOf(experiments, sightings, trouble),
          };
        }),
      );
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  };
  return {
    async tryOut({ seeds, ...version }, trial) {
      const findings: Findings[] = [];
      while (findings.length < seeds.length) {
        findings.push(...(await tryTogether({ ...version, seeds: seeds.slice(findings.length) }, trial)));
      }
      return findings;
    },
    async close() {
      await Promise.all(free.splice(0).map(dismiss));
    },
  };
}

/** What cannot be sent from one process to another: the events API's own answers, for the seed in question. */
async function complete(sighting: Sighting, file: string): Promise<[Experiment, Observation]> {
  const { eventsBetween } = await import("@daglings/events-api");
  const { seed } = sighting;
  return [
    sighting.experiment,
    {
      ...sighting,
      source: readFileSync(file, "utf8"),
      eventsBetween: (start, end) =>
        eventsBetween(Temporal.PlainDate.from(start), Temporal.PlainDate.from(end), seed),
    },
  ];
}

function troublesOf(
  experiments: readonly Experiment[],
  sightings: readonly Sighting[],
  mishap: Mishap | null,
): Map<Experiment, Mishap> {
  const missing = experiments.filter((each) => !sightings.some(({ experiment }) => experiment === each));
  const nothing = (experiment: Experiment) =>
    ({ message: `the experiment "${experiment}" showed nothing`, status: "error" }) as const;
  return new Map(missing.map((each) => [each, mishap ?? nothing(each)]));
}
