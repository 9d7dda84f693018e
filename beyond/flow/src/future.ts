// What `submit` returns at once: a call of a task that may still be under way. It is not a promise, so that a flow can pass
// it on and return it before the call has ended. A flow may hold thousands of them, so each is small.

import { State } from "./state.ts";

/** Only for the code that carries out the call. */
export const ended = Symbol("ended");

export class Future<Result = unknown> {
  readonly #name: string;
  readonly #call: number;
  #state: State | null = null;
  /** Made when somebody waits for it. */
  #end: Promise<State> | null = null;
  #tell: ((state: State) => void) | null = null;

  constructor(name: string, call: number) {
    this.#name = name;
    this.#call = call;
  }

  /** The key of the task's run, within its flow run: `count_events-2`. */
  get key(): string {
    return `${this.#name}-${this.#call}`;
  }

  /** The current state. */
  get state(): State<Result> {
    return (this.#state ?? new State({ type: "PENDING", name: "Pending", of: this.key })) as State<Result>;
  }

  /** Waits for its last state. Never throws. */
  wait(): Promise<State<Result>> {
    if (this.#state) return Promise.resolve(this.state);
    this.#end ??= new Promise((tell) => (this.#tell = tell));
    return this.#end as Promise<State<Result>>;
  }

  result(options?: { readonly raiseOnFailure?: boolean }): Promise<Result> {
    return this.wait().then((state) => state.result(options));
  }

  [ended](state: State): void {
    this.#state = state;
    this.#tell?.(state);
    this.#end = this.#tell = null;
  }
}
