// What an attempt has read and written, as its task declares it and as far as it can be observed.

/** A file by its path from where tasks run, an asset by its name, or an address. */
export interface Trace {
  readonly direction: "in" | "out";
  readonly name: string;
  readonly how: Evidence;
}

/**
 * - declared: it is among the task's inlets or outlets, and nothing more is known.
 * - named: it is in the task's rendered fields; a file was there before, and did not change.
 * - written: the file changed during the attempt, and the task names it or nothing else was under way.
 * - perhaps: the file changed during the attempt, but the task does not name it, and others were under way.
 */
export type Evidence = (typeof evidence)[number];

export const evidence = ["declared", "named", "written", "perhaps"] as const;

/** Where tasks write. */
export interface FilesFolder {
  readonly folder: string;
  /** Names in that folder to leave out; names that begin with a dot are left out anyway. */
  readonly except?: readonly string[];
}

/** For an attempt that was alone: it wrote whatever changed in the meantime. */
export function withSureTraces<Report extends { readonly traces: readonly Trace[] }>(report: Report): Report {
  const traces = report.traces.map((trace) =>
    trace.how === "perhaps" ? { ...trace, how: "written" } : trace,
  );
  return { ...report, traces };
}
