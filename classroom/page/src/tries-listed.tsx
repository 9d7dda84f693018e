// Which tries of a run are listed: of a run with a thousand tasks not all, for the page stays quick, and nobody reads them.

import { count } from "./words.ts";

const most = 100;

/** Where there are more, those that failed come first. */
export function listedOf<T extends { readonly error: string | null }>(tries: readonly T[]): readonly T[] {
  if (tries.length <= most) return tries;
  return tries.toSorted((a, b) => Number(a.error === null) - Number(b.error === null)).slice(0, most);
}

export function CutNote({ of }: { readonly of: number }) {
  if (of <= most) return null;
  return (
    <p class="cut-note">
      These are {most} of {count(of, "try", "tries")}, those that failed first. Choose a task to see its own.
    </p>
  );
}
