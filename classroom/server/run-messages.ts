// What the server and the process of a run tell each other, and the files that they both know.

import type { TemplatePreview } from "@daglings/engine";
import type { LessonOptions } from "@daglings/stage";
import type { AttemptName, Begun, Entry } from "../shared/record.ts";

export interface RunOrder {
  readonly lesson: Pick<
    LessonOptions,
    "lesson" | "variant" | "file" | "executor" | "airflow" | "until" | "seed"
  > & { readonly dir: string };
  readonly begun: Omit<Begun, "type" | "dags">;
}

export type ToRunner = { readonly run: RunOrder } | "stop";

export interface FromRunner {
  readonly entries: readonly Entry[];
  readonly inputs: readonly (readonly [AttemptName, TemplatePreview])[];
}

/** In the run's folder, a line for each entry: the address of a run stays good after the server is restarted. */
export const recordFile = ".daglings-record.ndjson";
export const inputsFile = ".daglings-inputs.ndjson";
