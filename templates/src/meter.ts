// How much one render may do. A template is small work; one that is not is a mistake, or an attack. Each render begins
// with a full allowance, so that none can spoil another.

import { PythonError } from "./python/python-error.ts";

const most = { steps: 1_000_000, depth: 150, text: 10_000_000 } as const;

let steps = 0;
let depth = 0;

/** Runs `render` with an allowance of its own. */
export function metered<T>(render: () => T): T {
  const outer = { steps, depth };
  steps = 0;
  depth = 0;
  try {
    return render();
  } finally {
    ({ steps, depth } = outer);
  }
}

export function spend(count = 1): void {
  steps += count;
  if (steps > most.steps)
    throw new PythonError(`the template does more than ${most.steps} steps; let a task do that work`);
}

/** Called before a text of this length is made. */
export function spendText(length: number): void {
  if (length > most.text)
    throw new PythonError(`the text grows beyond ${most.text} letters; let a task write it to a file`);
  spend(length >> 8);
}

/** Goes one level deeper: into a value within a value, or a macro that a macro calls. */
export function deeper<T>(what: string, go: () => T): T {
  if (depth >= most.depth)
    throw new PythonError(`${what} goes more than ${most.depth} levels deep; does it contain itself?`);
  depth++;
  try {
    return go();
  } finally {
    depth--;
  }
}
