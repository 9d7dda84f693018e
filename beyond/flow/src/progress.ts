// The states that a run goes through, each recorded as it comes.

import type { HistoryEntry } from "./record.ts";
import { State, type StateFacts } from "./state.ts";

/** The parts of a row that change as its run goes on. */
export class Progress {
  /** The run's key. */
  of: string;
  state: State;
  readonly history: HistoryEntry[];
  tries = 0;
  dueAt: number | null = null;

  constructor(of: string, at: number, before: readonly HistoryEntry[] = []) {
    this.of = of;
    this.history = [...before];
    this.state = this.enter({ type: "PENDING", name: "Pending" }, at);
  }

  enter({ type, name, message = null, data }: StateFacts, at: number): State {
    this.history.push([at, type, name]);
    return (this.state = new State({ type, name, message, data, of: this.of }));
  }

  columns(mask: (text: string) => string) {
    const { type: stateType, name: stateName } = this.state;
    const message = this.state.message === null ? null : mask(this.state.message);
    const { history, tries, dueAt } = this;
    return { stateType, stateName, message, history, tries, dueAt };
  }
}
