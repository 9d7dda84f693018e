// The work that a flow has under way, to be told when the flow's run stops: one listener for all of it, since there may be
// a lot. Not a Set: V8 keeps deleted members for a long time if a Set changes all the time.

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
