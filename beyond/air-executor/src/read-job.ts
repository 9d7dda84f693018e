// How a job stands, for readers: nothing is changed, and no manager need be alive.

import { existsSync } from "node:fs";
import { findJob, type JobFolder } from "./job-folder.ts";
import { Journal } from "./journal.ts";
import { Progress } from "./progress.ts";
import { summarize, type JobSummary } from "./summary.ts";
import { idOf, listTaskFiles, readTask } from "./task-reader.ts";

export function readJob(dir: string, job: string): JobSummary {
  return summarize(job, readProgress(findJob(dir, job)));
}

export function readProgress(folder: JobFolder): Progress {
  const view = new JobView(folder).refresh();
  view.close();
  return view.progress;
}

/** For looking again and again. */
export class JobView {
  readonly #folder: JobFolder;
  readonly progress = new Progress();
  #journal: Journal | null = null;

  constructor(folder: JobFolder) {
    this.#folder = folder;
  }

  get summary(): JobSummary {
    return summarize(this.#folder.name, this.progress);
  }

  /** The folder is gone, or has been replaced. */
  get isStale(): boolean {
    return this.#journal === null ? !existsSync(this.#folder.tasks) : this.#journal.fate !== "there";
  }

  refresh(): this {
    if (this.#journal === null && existsSync(this.#folder.journal))
      this.#journal = new Journal(this.#folder.journal);
    // The journal first: every task that it names is already in tasks/.
    const lines = this.#journal?.read() ?? [];
    // The folder may be removed in the meantime.
    for (const file of existsSync(this.#folder.tasks) ? listTaskFiles(this.#folder) : []) {
      const id = idOf(file);
      if (id === null || this.progress.tasks.has(id)) continue;
      const reading = readTask(this.#folder, file);
      if (reading.type === "task") this.progress.define(reading.task);
    }
    for (const line of lines) this.progress.apply(line);
    return this;
  }

  close(): void {
    this.#journal?.close();
  }
}
