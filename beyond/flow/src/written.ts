// Which tasks and flows each file has made, in the order in which it made them: a runtime that carries out a flow apart from
// the functions of its tasks finds each of them by its file and name.

export interface Written {
  readonly kind: "flow" | "task";
  readonly name: string;
  /** It was given no name: where it is written has named it. */
  readonly isNamedByPlace: boolean;
  readonly line: number | null;
  readonly fn: (...args: never[]) => unknown;
}

const files = new Map<string, Map<string, Written>>();

/** If a file is loaded once more, or a function makes the same task again, the latest one counts. */
export function enterWritten(file: string | null, written: Written): void {
  if (file === null) return;
  const own = files.get(file) ?? new Map<string, Written>();
  files.set(file, own.set(`${written.line} ${written.name}`, written));
}

/** By file. */
export function allWritten(): ReadonlyMap<string, readonly Written[]> {
  return new Map([...files].map(([file, own]) => [file, [...own.values()]]));
}
