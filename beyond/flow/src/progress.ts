// The states that a run goes through, each recorded as it comes.

import type { HistoryEntry } from "./record.ts";
import { State, type StateType } from "./state.ts";

/** What of a row changes as its run goes on. */
export interface Progress {
  state: State;
  readonly history: HistoryEntry[];
  tries: number;
  dueAt: number | null;
}

export function begin(of: string, at: number, before: readonly HistoryEntry[] = []): Progress {
  const progress = {
    state: new State({ type: "PENDING", name: "Pending", of }),
    history: [...before],
    tries: 0,
  };
  return enter({ ...progress, dueAt: null }, progress.state, at);
}

export function enter(progress: Progress, state: State, at: number): Progress {
  progress.state = state;
  progress.history.push([at, state.type, state.name]);
  return progress;
}

export function passing(type: StateType, name: string, of: string): State {
  return new State({ type, name, of });
}

export function columnsOf({ state, history, tries, dueAt }: Progress, mask: (text: string) => string) {
  const { type: stateType, name: stateName } = state;
  const message = state.message === null ? null : mask(state.message);
  return { stateType, stateName, message, history, tries, dueAt };
}
