// What `submit` gives at once: a call of a task that may still be under way. It is not a promise, so that a flow can hand it
// on, and return it, before it has ended.

import type { State } from "./state.ts";

export class Future<Result = unknown> {
  /** The key of the task's run, within its flow run: `count_events-2`. */
  readonly key: string;
  readonly #end: Promise<State>;
  #state: State;

  constructor(key: string, begin: State, end: Promise<State>) {
    this.key = key;
    this.#state = begin;
    this.#end = end.then((state) => (this.#state = state));
  }

  /** As it is now. */
  get state(): State<Result> {
    return this.#state as State<Result>;
  }

  /** How it has ended. Never throws. */
  async wait(): Promise<State<Result>> {
    return (await this.#end) as State<Result>;
  }

  async result(options: { readonly raiseOnFailure?: boolean } = {}): Promise<Result> {
    return (await this.wait()).result(options);
  }
}
