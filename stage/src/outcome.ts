// The result of running a lesson's DAGs, or lesson 00's script.

import type { AttemptRecord, EventRecord, TemplateFault } from "@daglings/engine";
import type { Written } from "@daglings/live/lineage";
import type { LessonRun } from "./lesson-run.ts";

export interface Outcome extends Pick<LessonRun, "dags" | "flows" | "mails" | "requests" | "chat"> {
  readonly attempts: readonly AttemptRecord[];
  /** All that has happened, in its order. */
  readonly events: readonly EventRecord[];
  /** Lesson 00 has no DAG, but a script. */
  readonly script: ScriptEnd | null;
  /** Where simulated time stood at the end; null for a script, which has none. */
  readonly at: string | null;
  /** What was known about its templates before the first run. */
  readonly templateFaults: readonly TemplateFault[];
  /** What tasks have surely written, by name. */
  readonly lineage: readonly Written[];
}

export interface ScriptEnd {
  /** Null if it was stopped. */
  readonly exitCode: number | null;
  /** Everything that it has printed. */
  readonly output: string;
}
