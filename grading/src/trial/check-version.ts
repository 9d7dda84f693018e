// Checks one version of a lesson: tries it out with the published seed and with a fresh one, and judges what was seen.

import { resolve } from "node:path";
import { existsSync } from "node:fs";
import { UsageError } from "@daglings/engine";
import { findLesson, type LessonEntry, stopwatch } from "@daglings/stage";
import type { Experiment, Observation } from "@daglings/lessons";
import { judge, passesRun, type Verdict } from "./judge.ts";
import { openLaboratory, type Findings, type Laboratory } from "./laboratory.ts";
import { usualLimits, type Limits } from "./limits.ts";
import { dueChecks } from "./syllabus.ts";

/** The same for everybody. The second seed differs each time. */
export const publishedSeed = 0;

export interface Version {
  /** 8, 08 or 08_templated_path. */
  readonly lesson: string;
  readonly file: string;
  readonly seeds: readonly number[];
  /** Where several versions are checked; default: one of its own, with the two that follow. */
  readonly laboratory?: Laboratory;
  readonly limits?: Limits;
  readonly isTrusted?: boolean;
  /** See laboratory.ts. */
  readonly readable?: readonly string[] | undefined;
  /** Ends it early, with an error. */
  readonly signal?: AbortSignal | undefined;
}

export interface Report {
  readonly entry: LessonEntry;
  readonly file: string;
  readonly seeds: readonly number[];
  readonly verdicts: readonly Verdict[];
  /** What the verdicts are based on. */
  readonly findings: readonly Findings[];
  /** Real milliseconds. */
  readonly duration: number;
}

export async function checkVersion(version: Version): Promise<Report> {
  const { lesson, file, seeds, limits = usualLimits, isTrusted = false, readable, signal } = version;
  const began = stopwatch();
  const entry = findLesson(lesson);
  const path = resolve(file);
  if (!existsSync(path)) throw new UsageError(`${path}: there is no such file; check the path`);
  const laboratory = version.laboratory ?? openLaboratory({ limits, isTrusted });
  try {
    const due = await dueChecks(entry.name);
    const experiments = [...new Set<Experiment>(["run", ...due.map(({ check }) => check.experiment)])];
    const isWorthMore = (run: Observation) => passesRun(due, run);
    const subject = { lesson: entry.name, file: path, seeds };
    const findings = await laboratory.tryOut(subject, { experiments, isWorthMore, readable, signal });
    const verdicts = judge(due, findings);
    return { entry, file: path, seeds, verdicts, findings, duration: stopwatch() - began };
  } finally {
    if (!version.laboratory) await laboratory.close();
  }
}
