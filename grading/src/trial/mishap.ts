// Why an experiment came to no end.

export interface Mishap {
  readonly message: string;
  /** "fail": the version's own doing, as a loop without end. "error": nothing can be said of the version. */
  readonly status: "fail" | "error";
}

/** How a message begins that tells of a bug in the kit, and of nothing that a student has done. */
export const broke = "the experiment itself broke";
