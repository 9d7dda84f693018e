// The instants at which time alone changes something in a run.

export class Timers {
  /** The earliest first. */
  readonly #timers: { readonly at: number; readonly key: string }[] = [];

  get next(): number {
    return this.#timers[0]?.at ?? Infinity;
  }

  add(at: number, key: string): void {
    let index = this.#timers.length;
    while (index > 0 && (this.#timers[index - 1]?.at ?? 0) > at) index--;
    this.#timers.splice(index, 0, { at, key });
  }

  /** The runs whose time has come, each once. */
  take(now: number): Set<string> {
    const later = this.#timers.findIndex((timer) => timer.at > now);
    const due = this.#timers.splice(0, later === -1 ? this.#timers.length : later);
    return new Set(due.map((timer) => timer.key));
  }
}
