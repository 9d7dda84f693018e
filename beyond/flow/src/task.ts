// `task`: an ordinary function that is tried again, cached and kept on record wherever a flow calls it.

import { UsageError, withPlace } from "@daglings/words";
import { call } from "./call.ts";
import { Future } from "./future.ts";
import { Unmapped, type AllowFailure } from "./inputs.ts";
import { whereWritten } from "./name.ts";
import type { Callee } from "./run-task.ts";
import type { State } from "./state.ts";
import { readTaskOptions, type TaskOptions } from "./task-options.ts";
import { enterWritten } from "./written.ts";

type Pending<Value> = Future<Value> | State<Value> | AllowFailure<Value>;

/** What may be passed as an argument: the value, a future of it or, for a list, a list with futures in it. */
type Given<Value> =
  | Value
  | Pending<Value>
  | (Value extends readonly (infer Item)[] ? readonly (Item | Pending<Item>)[] : never);

type GivenAll<Args extends readonly unknown[]> = { [Index in keyof Args]: Given<Args[Index]> };

/** Lists, which must be equally long, and arguments that every call gets whole. */
type Mapped<Args extends readonly unknown[]> = {
  [Index in keyof Args]: readonly Given<Args[Index]>[] | Unmapped<Given<Args[Index]>> | Given<Args[Index]>;
};

export interface Task<Args extends readonly unknown[], Result> {
  /** Calls it, and waits for its result. */
  (...given: GivenAll<Args>): Promise<Result>;
  readonly taskName: string;
  /** Calls it without waiting. */
  submit(...given: GivenAll<Args>): Future<Result>;
  /** Submits it once for each item of the lists. */
  map(...given: Mapped<Args>): Future<Result>[];
  /** Calls it, and waits for its last state; an error is in the state. */
  state(...given: GivenAll<Args>): Promise<State<Result>>;
  /** The same task with other options. */
  withOptions(options: TaskOptions<Args>): Task<Args, Result>;
}

export function task<Args extends readonly unknown[], Result>(
  fn: (...args: Args) => Result,
  options: TaskOptions<Args> = {},
): Task<Args, Awaited<Result>> {
  const { name, file, ...where } = whereWritten(options.name, fn, "task");
  enterWritten(file, { kind: "task", name, ...where, fn });
  return make(fn, { ...options, name });
}

function make<Args extends readonly unknown[], Result>(
  fn: (...args: Args) => Result,
  options: TaskOptions<Args> & { readonly name: string },
): Task<Args, Awaited<Result>> {
  const { name } = options;
  const callee: Callee = {
    name,
    settings: withPlace(`task "${name}"`, () => readTaskOptions(options)),
    carryOut: (values) => fn(...(values as unknown as Args)),
    isFlow: false,
  };
  const made = async (...given: GivenAll<Args>) => (await call(callee, given).wait()).result();
  return Object.assign(made, {
    taskName: name,
    submit: (...given: GivenAll<Args>) => call(callee, given, { isSubmitted: true }),
    map: (...given: Mapped<Args>) =>
      Array.from({ length: lengthOf(name, given) }, (_, index) =>
        call(callee, rowOf(given, index), { isSubmitted: true }),
      ),
    state: (...given: GivenAll<Args>) => call(callee, given).wait(),
    withOptions: (others: TaskOptions<Args>) =>
      make(fn, { ...options, ...others, name: others.name ?? name }),
  }) as Task<Args, Awaited<Result>>;
}

/** How many calls `map` makes. */
function lengthOf(name: string, given: readonly unknown[]): number {
  const lists = given.filter((each) => Array.isArray(each));
  const lengths = [...new Set(lists.map((list) => list.length))];
  const [length] = lengths;
  if (length === undefined) {
    const isFuture = given.some((each) => each instanceof Future);
    const advice = isFuture
      ? "map must know how many calls to make: await the future's result first"
      : "give it a list, or call it with submit";
    throw new UsageError(`task "${name}": map was given no list; ${advice}`);
  }
  if (lengths.length > 1) {
    throw new UsageError(
      `task "${name}": map was given lists of different lengths (${lists.map((each) => each.length).join(", ")}); ` +
        "they must be equally long; for an argument that every call gets whole, write unmapped(…)",
    );
  }
  return length;
}

function rowOf(given: readonly unknown[], index: number): unknown[] {
  return given.map((each): unknown => {
    if (each instanceof Unmapped) return each.value as unknown;
    return Array.isArray(each) ? (each[index] as unknown) : each;
  });
}
