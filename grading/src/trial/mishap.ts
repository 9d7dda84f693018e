// Why an experiment did not finish.

export interface Mishap {
  readonly message: string;
  /** "fail": the version's own doing, such as an endless loop. "error": nothing can be said about the version. */
  readonly status: "fail" | "error";
}

/** How a message begins that reports a bug in the kit, not something that a student has done. */
export const broke = "the experiment itself broke";
