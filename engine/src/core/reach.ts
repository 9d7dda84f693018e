// Does one task lead to another? Asked before each link between two tasks, so that none closes a cycle.

export interface Links {
  readonly upstream: (taskId: string) => Iterable<string>;
  readonly downstream: (taskId: string) => Iterable<string>;
}

/**
 * Searches from both ends in turn, and stops when one of them has nowhere left to go. Most DAGs are built from one end,
 * and there the answer comes at once, however long the rest is.
 */
export function leadsTo(from: string, to: string, { upstream, downstream }: Links): boolean {
  if (from === to) return true;
  const ahead = walk(from, downstream);
  const behind = walk(to, upstream);
  for (;;) {
    const below = ahead.next();
    if (below.done || below.value === to) return !below.done;
    const above = behind.next();
    if (above.done || above.value === from) return !above.done;
  }
}

function* walk(start: string, next: (taskId: string) => Iterable<string>): Generator<string, void> {
  const seen = new Set([start]);
  // Grows while it is walked.
  for (const taskId of seen) {
    for (const other of next(taskId)) {
      if (!seen.has(other)) yield other;
      seen.add(other);
    }
  }
}
