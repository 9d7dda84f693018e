// Which call of a flow is which. The first time, calls are counted as they come. When a flow run that was cut off is
// carried out again, each call finds its own record by its name and its arguments. Recorded results come first; only when
// the flow is as far as it was may anything new be called. If by then some record was not asked for, the flow has taken a
// different path than before, and its record means nothing.

import { setImmediate as nextTurn } from "node:timers/promises";
import type { TaskRow } from "./record.ts";

/** Names the call made now, and the one on record. */
export class ReplayError extends Error {
  override readonly name = "ReplayError";
}

interface Asked {
  readonly name: string;
  readonly call: number;
  /** null: its result never comes from the record. */
  readonly hash: string | null;
  readonly text: string;
}

export interface Claim {
  readonly call: number;
  /** null if it has not been made before. */
  readonly row: TaskRow | null;
}

export class Calls {
  readonly #flowRunId: string;
  readonly #counts = new Map<string, number>();
  readonly #recorded: Set<TaskRow>;
  readonly #highest = new Map<string, number>();
  #claims = 0;

  constructor(flowRunId: string, recorded: readonly TaskRow[]) {
    this.#flowRunId = flowRunId;
    this.#recorded = new Set(recorded.filter(({ hash }) => hash !== null));
    for (const { name, call } of recorded) {
      this.#highest.set(name, Math.max(call, this.#highest.get(name) ?? 0));
    }
  }

  next(name: string): number {
    const call = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, call);
    return call;
  }

  async claim(asked: Asked): Promise<Claim> {
    if (asked.hash === null) return { call: this.#free(asked), row: null };
    const row = this.#find(asked);
    if (row) {
      this.#recorded.delete(row);
      this.#claims++;
      return { call: row.call, row };
    }
    if (this.#recorded.size > 0) {
      await this.#quiet();
      const [other] = this.#recorded;
      if (other) throw this.#otherwise(`calls ${wordsOf(asked.name, asked.call, asked.text)}`, other);
    }
    return { call: this.#free(asked), row: null };
  }

  /** The number of a call that is not on record: its own count, unless the record gives that number to another call. */
  #free({ name, call }: Asked): number {
    const highest = this.#highest.get(name) ?? 0;
    if (call > highest) return call;
    this.#highest.set(name, highest + 1);
    return highest + 1;
  }

  /** At the flow's end: everything that it called before, it must have called again. */
  close(): void {
    const [other] = this.#recorded;
    if (other) throw this.#otherwise("ends", other);
  }

  #find({ name, call, hash }: Asked): TaskRow | undefined {
    let found: TaskRow | undefined;
    for (const row of this.#recorded) {
      if (row.name !== name || row.hash !== hash) continue;
      if (row.call === call) return row;
      found ??= row;
    }
    return found;
  }

  /** Waits until all recorded results are used: by then, the calls that wait for them have been made. */
  async #quiet(): Promise<void> {
    for (let turns = 0, seen = this.#claims; turns < 3; turns++) {
      await nextTurn();
      if (seen !== this.#claims) turns = 0;
      seen = this.#claims;
    }
  }

  #otherwise(now: string, { name, call, arguments: text }: TaskRow): ReplayError {
    return new ReplayError(
      `flow run "${this.#flowRunId}" is carried out again and now ${now}, ` +
        `where on record it called ${wordsOf(name, call, text)}; ` +
        "a flow must call the same tasks with the same arguments each time (put clocks, chance and I/O into tasks); " +
        "to leave that record alone, begin a new run",
    );
  }
}

function wordsOf(name: string, call: number, text: string): string {
  return `${name}(${text}) as its call ${call} of "${name}"`;
}
