// The work of a flow that is under way, each to be told when the flow's run stops: one listener for all of them, of which
// there may be many. Not a Set: V8 keeps what was deleted from one that changes all the time for long.

type Stop = (reason: unknown) => void;

export class Stops {
  readonly #places: (Stop | undefined)[] = [];
  readonly #free: number[] = [];

  constructor(signal: AbortSignal) {
    signal.addEventListener("abort", () => {
      for (const stop of this.#places) stop?.(signal.reason);
    });
  }

  /** Returns its place, for `delete`. */
  add(stop: Stop): number {
    const place = this.#free.pop() ?? this.#places.length;
    this.#places[place] = stop;
    return place;
  }

  delete(place: number): void {
    this.#places[place] = undefined;
    this.#free.push(place);
  }
}
