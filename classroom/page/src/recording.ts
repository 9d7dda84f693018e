// Hears a run's entries as they come, and makes a history of them: a little at a time, so that the page stays quick. A page
// that was cut off reconnects, and misses nothing.

import { signal, type ReadonlySignal } from "@preact/signals";
import type { Entry } from "../../shared/record.ts";
import { History } from "../../shared/history.ts";
import { ask } from "./server.ts";
import { follow } from "./stream.ts";

export type Hearing = "connecting" | "live" | "disconnected" | "over" | "failed";

/** Real milliseconds for which history is made before the page has its turn. */
const slice = 8;

/** What a player plays. */
export interface Recorded {
  readonly id: string;
  readonly history: History;
  /** Counts up when there is more. */
  readonly tick: ReadonlySignal<number>;
  readonly hearing: ReadonlySignal<Hearing>;
}

export class Recording implements Recorded {
  readonly id: string;
  readonly history = new History();
  readonly tick = signal(0);
  readonly hearing = signal<Hearing>("connecting");
  readonly trouble = signal<string | null>(null);
  readonly #stop: () => void;
  #waiting: Entry[] = [];
  #isWorking = false;
  #isOver = false;

  constructor(id: string) {
    this.id = id;
    this.#stop = follow({
      path: `runs/${encodeURIComponent(id)}/entries`,
      hear: (data) => {
        this.hearing.value = "live";
        for (const entry of JSON.parse(data) as Entry[]) this.#waiting.push(entry);
        this.#work();
      },
      lost: () => (this.hearing.value = "disconnected"),
      refused: () => void this.#explain(),
      over: () => {
        this.#isOver = true;
        this.#work();
      },
    });
  }

  /** A stream says nothing of why it was refused. */
  async #explain(): Promise<void> {
    this.hearing.value = "failed";
    try {
      await ask(`runs/${encodeURIComponent(this.id)}/inputs?run=0`);
      this.trouble.value = "the run's entries cannot be received; load the page again";
    } catch (error) {
      this.trouble.value = error instanceof Error ? error.message : String(error);
    }
  }

  #work(): void {
    if (this.#isWorking) return;
    this.#isWorking = true;
    const turn = () => {
      const until = performance.now() + slice;
      let next = 0;
      while (next < this.#waiting.length && performance.now() < until) {
        const entry = this.#waiting[next++];
        if (entry) this.history.add(entry);
      }
      this.#waiting = this.#waiting.slice(next);
      this.tick.value++;
      if (this.#waiting.length > 0) return void setTimeout(turn);
      this.#isWorking = false;
      if (this.#isOver) this.hearing.value = "over";
    };
    turn();
  }

  close(): void {
    this.#stop();
  }
}
