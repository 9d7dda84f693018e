// For tests: made-up checks, and what could have been seen of a version.

import type { Check, Comparison, Experiment, Observation } from "@daglings/lessons";
import { findLesson } from "../../../stage/src/catalogue.ts";
import type { Report } from "./check-version.ts";
import type { Verdict } from "./judge.ts";
import type { Findings } from "./laboratory.ts";
import type { Mishap } from "./mishap.ts";
import { resultOf, type Result } from "./result.ts";
import type { DueCheck } from "./syllabus.ts";

export const same: Comparison = { what: "a file", expected: "1", actual: "1" };
export const different: Comparison = { what: "a file", expected: "1", actual: "2" };

export interface MadeUpCheck extends Partial<Check> {
  readonly id: string;
  readonly carriedFrom?: string | null;
  readonly finds?: readonly Comparison[];
}

export function dueCheck({ carriedFrom = null, finds = [same], ...own }: MadeUpCheck): DueCheck {
  const check: Check = {
    name: `check ${own.id}`,
    does: "looks",
    why: "Because.",
    experiment: "run",
    hints: ["What?", "There.", "So."],
    judge: () => finds,
    ...own,
  };
  return { check, carriedFrom };
}

export function seen(experiment: Experiment, own: Partial<Observation> = {}): Observation {
  return {
    seed: 0,
    experiment,
    clock: { from: "2019-01-04T05:00:00Z", until: "2019-01-07T00:00:00Z" },
    loadError: null,
    failure: null,
    script: null,
    dags: [],
    files: {},
    before: {},
    exposed: [],
    mails: [],
    requests: [],
    messages: [],
    secretSeenIn: [],
    source: "",
    eventsBetween: () => [],
    ...own,
  };
}

export interface SketchedFindings {
  readonly seed?: number;
  readonly observed?: readonly Observation[];
  readonly troubles?: Partial<Record<Experiment, Mishap>>;
}

export function findings({ seed = 0, observed, troubles = {} }: SketchedFindings = {}): Findings {
  const observations = observed ?? [seen("run", { seed })];
  return {
    seed,
    observations: new Map(observations.map((each) => [each.experiment, each])),
    troubles: new Map(Object.entries(troubles)) as Findings["troubles"],
  };
}

/** The result of lesson 08 that comes of these verdicts. */
export function resultFrom(verdicts: readonly Verdict[], own: Partial<Report> = {}): Result {
  const report: Report = {
    entry: findLesson("08"),
    file: "work/08_templated_path/dag.ts",
    seeds: [0, 7],
    verdicts,
    findings: [],
    duration: 812.4,
    ...own,
  };
  const integrity = { course: "c0ffee", engine: "ok", checks: "ok", files: [] } as const;
  return resultOf(report, { kit: "0.1.0", started: "2026-09-20T09:00:00Z", integrity });
}
