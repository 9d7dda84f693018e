// Lets in only some of the requests that come together, as a busy API does. Which requests came together is
// decided when no more come, not by how long an answer takes, so it is the same on a slow machine.

import { Refusal } from "./refusal.ts";

/** Requests come together if less time than this is between one and the next. In milliseconds. */
const together = 20;

export interface Doorkeeper {
  /** Infinity: all of them come in at once. */
  most: number;
  readonly ask: (serve: () => void, refuse: (refusal: Refusal) => void) => void;
}

export function doorkeeper(): Doorkeeper {
  const inside = new Set<() => void>();
  let quiet: NodeJS.Timeout | undefined;
  const serveAll = () => {
    for (const serve of inside) serve();
    inside.clear();
  };
  return {
    most: Infinity,
    ask(serve, refuse) {
      if (this.most === Infinity) return serve();
      clearTimeout(quiet);
      quiet = setTimeout(serveAll, together);
      if (inside.size < this.most) inside.add(serve);
      else refuse(tooMany(this.most));
    },
  };
}

function tooMany(most: number): Refusal {
  const message = `too many requests at once: no more than ${most} are answered together`;
  return new Refusal({ status: 429, parameter: null, value: null, message });
}
