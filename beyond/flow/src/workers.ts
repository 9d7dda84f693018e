// How many submitted tasks of a flow may be under way at once: whoever comes first has a place first, and keeps it while
// it waits for others or for its next try, as in Prefect's pool of threads.

export interface Workers {
  take(): Promise<void>;
  give(): void;
}

export function workers(most: number): Workers {
  let free = most;
  const queue = new Set<() => void>();
  return {
    async take() {
      if (free > 0) free--;
      else await new Promise<void>((resolve) => queue.add(resolve));
    },
    give() {
      for (const next of queue) {
        queue.delete(next);
        next();
        return;
      }
      free++;
    },
  };
}
