// Where in time the page is: at the latest moment, at an earlier one, or moving.

import { computed, signal } from "@preact/signals";
import type { Moment } from "../../shared/history.ts";
import type { Recorded } from "./recording.ts";

/** Simulated milliseconds for each real one; "steps": from one stop to the next. */
export type Speed = "at once" | "steps" | 3600 | 21_600 | 86_400;

export const speeds: readonly { readonly speed: Speed; readonly words: string }[] = [
  { speed: "at once", words: "at once" },
  { speed: 86_400, words: "a day per second" },
  { speed: 21_600, words: "6 hours per second" },
  { speed: 3600, words: "an hour per second" },
  { speed: "steps", words: "step by step" },
];

/** Real milliseconds from one step to the next. */
const stepEvery = 700;

export interface Now {
  readonly moment: Moment;
  readonly at: number;
  readonly isLatest: boolean;
}

export class Player<Of extends Recorded = Recorded> {
  readonly recording: Of;
  /** null: the latest. */
  readonly chosen = signal<Moment | null>(null);
  /** Between two entries, while it plays. */
  readonly #between = signal<number | null>(null);
  readonly isPlaying = signal(false);
  readonly speed = signal<Speed>(86_400);
  #frame = 0;

  constructor(recording: Of) {
    this.recording = recording;
  }

  readonly now = computed<Now>(() => {
    void this.recording.tick.value;
    const { history } = this.recording;
    const latest = history.length - 1;
    const chosen = this.chosen.value;
    const moment = chosen === null ? latest : Math.min(chosen, latest);
    const at = this.#between.value ?? history.instantOf(moment);
    return { moment, at, isLatest: chosen === null };
  });

  to(moment: Moment | null): void {
    this.pause();
    this.chosen.value = moment === null ? null : Math.max(0, moment);
  }

  toInstant(at: number): void {
    const { history } = this.recording;
    this.pause();
    this.chosen.value = Math.max(0, history.momentAt(at));
    this.#between.value = Math.max(at, history.instantOf(this.chosen.value));
  }

  /** From stop to stop: `by` is 1 or -1. */
  step(by: number): void {
    const { history } = this.recording;
    const { moment } = this.now.value;
    const here = history.stopAt(moment);
    const isBetween = by < 0 && (history.stops[here]?.moment ?? 0) < moment;
    const next = history.stops[isBetween ? here : here + by];
    if (next) this.to(next.moment);
  }

  play(from?: Moment): void {
    const { history } = this.recording;
    if (from !== undefined) this.chosen.value = from;
    else if (this.chosen.value === null || this.now.value.moment >= history.length - 1) this.chosen.value = 0;
    if (this.speed.value === "at once") return this.to(null);
    this.isPlaying.value = true;
    let at = this.now.value.at;
    let last = performance.now();
    const frame = (time: number) => {
      const speed = this.speed.value;
      const passed = Math.max(0, time - last);
      if (speed === "at once") return this.to(null);
      if (speed === "steps") {
        if (passed >= stepEvery) {
          last = time;
          this.#stepOn();
        }
      } else {
        last = time;
        at = Math.max(at, history.instantOf(0)) + passed * speed;
        this.#goOnTo(at);
      }
      if (this.isPlaying.value) this.#frame = requestAnimationFrame(frame);
    };
    this.#frame = requestAnimationFrame(frame);
  }

  #stepOn(): void {
    const { history, hearing } = this.recording;
    const next = history.stops[history.stopAt(this.now.value.moment) + 1];
    if (next) this.chosen.value = next.moment;
    else if (hearing.value === "over") this.to(null);
  }

  #goOnTo(at: number): void {
    const { history, hearing } = this.recording;
    const last = history.length - 1;
    const moment = history.momentAt(at);
    this.chosen.value = Math.max(0, moment);
    this.#between.value = at;
    if (moment >= last && hearing.value === "over" && at >= history.instantOf(last)) this.to(null);
  }

  pause(): void {
    cancelAnimationFrame(this.#frame);
    this.isPlaying.value = false;
    this.#between.value = null;
  }
}
