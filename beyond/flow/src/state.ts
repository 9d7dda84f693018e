// The state of a run of a flow or of a task: Prefect's types and names, and its rule for how a returned value decides the
// state of its run. Pure.

export const stateTypes = [
  "SCHEDULED",
  "PENDING",
  "RUNNING",
  "COMPLETED",
  "FAILED",
  "CRASHED",
  "CANCELLED",
] as const;

export type StateType = (typeof stateTypes)[number];

export interface StateFacts {
  readonly type: StateType;
  readonly name: string;
  readonly message?: string | null;
  /** The returned value, or the error. */
  readonly data?: unknown;
  /** The run whose state this is; null: it was made by hand. */
  readonly of?: string | null;
}

export class State<Result = unknown> {
  readonly type: StateType;
  readonly name: string;
  readonly message: string | null;
  readonly data: unknown;
  readonly of: string | null;

  constructor({ type, name, message = null, data, of = null }: StateFacts) {
    this.type = type;
    this.name = name;
    this.message = message;
    this.data = data;
    this.of = of;
  }

  get isFinal(): boolean {
    return ["COMPLETED", "FAILED", "CRASHED", "CANCELLED"].includes(this.type);
  }

  /** The reason for this state, in words. */
  get reason(): string {
    return this.message ?? this.name;
  }

  /** What the run returned. If it did not complete, this throws its error or, if told to, returns it. */
  result({ raiseOnFailure = true } = {}): Result {
    if (this.type === "COMPLETED") return this.data as Result;
    const error = errorOf(this);
    if (raiseOnFailure || !this.isFinal) throw error;
    return error as Result;
  }

  with(facts: Partial<StateFacts>): State {
    return new State({ ...this, ...facts });
  }
}

/** Thrown when a result is wanted from a run that has none yet, or never will: it was not ready to begin. */
export class UnfinishedRun extends Error {
  override readonly name = "UnfinishedRun";
}

interface ByHand {
  readonly name?: string;
  readonly message?: string;
  readonly data?: unknown;
}

/** A flow or a task that returns this is completed, whatever the name. */
export function completed({ name = "Completed", ...facts }: ByHand = {}): State {
  return new State({ type: "COMPLETED", name, ...facts });
}

/** A flow or a task that returns this has failed, without throwing anything. */
export function failed({ name = "Failed", ...facts }: ByHand = {}): State {
  return new State({ type: "FAILED", name, ...facts });
}

export function cancelled({ name = "Cancelled", ...facts }: ByHand = {}): State {
  return new State({ type: "CANCELLED", name, ...facts });
}

/** The error of a run that did not complete; of several states, the first that failed. */
function errorOf(state: State): Error {
  const { type, message, data } = state;
  if (!state.isFinal) return new UnfinishedRun(`Run is in ${type} state, its result is not available.`);
  if (data instanceof Error) return data;
  const culprit = [data].flat().find((each) => each instanceof State && each.type !== "COMPLETED");
  return culprit instanceof State ? errorOf(culprit) : new Error(message ?? `the run is ${state.name}`);
}

/**
 * Prefect's rule for the end of a run: if a state is returned, or a list of nothing but states, these decide; a state that
 * was made by hand is taken as it is; any other value is a result, whatever has failed on the way.
 */
export function stateOfReturned(returned: unknown): State {
  if (returned instanceof State && returned.of === null) return returned;
  const states: readonly unknown[] = Array.isArray(returned) ? returned : [returned];
  if (states.length === 0 || !states.every((each) => each instanceof State)) {
    return completed({ data: returned });
  }
  const { type, message } = verdict(states);
  const name = { COMPLETED: "Completed", CANCELLED: "Cancelled", FAILED: "Failed" }[type];
  return new State({ type, name, message, data: returned });
}

function verdict(states: readonly State[]) {
  const total = states.length;
  const count = (type: StateType) => states.filter((each) => each.type === type).length;
  const open = states.filter((each) => !each.isFinal).length;
  if (count("COMPLETED") === total) return { type: "COMPLETED", message: "All states completed." } as const;
  if (count("CANCELLED") > 0) {
    return { type: "CANCELLED", message: `${count("CANCELLED")}/${total} states cancelled.` } as const;
  }
  const type = "FAILED" as const;
  if (count("FAILED") > 0) return { type, message: `${count("FAILED")}/${total} states failed.` };
  if (open > 0) return { type, message: `${open}/${total} states are not final.` };
  return { type, message: `${count("CRASHED")}/${total} states crashed.` };
}
