// The cases observed in a real Prefect (../golden/prefect.json), each as one of our flows.

import {
  allowFailure,
  cancelled,
  completed,
  exponentialBackoff,
  failed,
  flow,
  State,
  task,
  unmapped,
  type StandardSchema,
} from "../src/index.ts";

class RuntimeError extends Error {
  override readonly name = "RuntimeError";
}

/** What the current case has called, and how long it may wait on the clock. */
export interface World {
  readonly call: (what: string) => number;
  readonly pause: (milliseconds: number) => Promise<void>;
}

export interface GoldenCase {
  /** Runs it on the machine, and returns its result. */
  readonly flow: (world: World) => () => Promise<unknown>;
  readonly options?: object;
  readonly parameters?: object;
  /** It is not a flow's function; it is called directly. */
  readonly plain?: (world: World) => unknown;
}

function tools({ call, pause }: World) {
  const works = task(
    async (value: unknown = 1) => {
      call("works");
      return value;
    },
    { name: "works" },
  );
  const fails = task(
    async (_value: number = 1): Promise<number> => {
      call("fails");
      throw new RuntimeError("boom");
    },
    { name: "fails" },
  );
  const flaky = (times: number, options: object) =>
    task(
      async () => {
        if (call("flaky") <= times) throw new RuntimeError("boom");
        return "fine";
      },
      { name: "flaky", ...options },
    );
  const slow = (options: object, isSlow: (calls: number) => boolean = () => true) =>
    task(
      async () => {
        if (isSlow(call("slow"))) await pause(5000);
        return "fine";
      },
      { name: "slow", ...options },
    );
  const child = flow(
    async ({ value }: { value: number }) => {
      call("child");
      return await works(value);
    },
    { name: "child" },
  );
  const failingChild = flow(
    async () => {
      call("failing_child");
      await fails();
    },
    { name: "failing_child" },
  );
  const says = task(async () => (call("says") === 1 ? failed({ message: "I say so" }) : "fine"), {
    name: "says",
  });
  const both = task(async (a: number, b: unknown) => [a, b], { name: "both" });
  return { works, fails, flaky, slow, child, failingChild, says, both };
}

type Tools = ReturnType<typeof tools> & World;

/** As short as possible: a case is a function that is given the whole world. */
function body(fn: (all: Tools) => unknown, options: object = {}): GoldenCase {
  return { flow: (world) => async () => await fn({ ...tools(world), ...world }), options };
}

const number: StandardSchema<{ number: number | string }, { number: number }> = {
  "~standard": {
    version: 1,
    vendor: "golden",
    validate: (value) => {
      const given = Number((value as { number?: unknown } | undefined)?.number);
      if (Number.isInteger(given)) return { value: { number: given } };
      return { issues: [{ message: "Input should be a valid integer", path: ["number"] }] };
    },
  },
};

export const goldenCases: Readonly<Record<string, GoldenCase>> = {
  task_succeeds: body(async ({ works }) => await works(5)),
  retried_without_delay: body(({ flaky }) => flaky(2, { retries: 2 })()),
  retried_with_delay: body(({ flaky }) => flaky(2, { retries: 2, retryDelay: { milliseconds: 100 } })()),
  retried_in_vain: body(({ flaky }) =>
    flaky(9, { retries: 2, retryDelay: [{ milliseconds: 100 }, { milliseconds: 200 }] })(),
  ),
  retry_condition_false: body(({ flaky }) => flaky(9, { retries: 2, retryCondition: () => false })()),
  retry_condition_error: body(({ flaky }) => {
    const retryCondition = () => {
      throw new Error("bad condition");
    };
    return flaky(9, { retries: 2, retryCondition })();
  }),
  backoff_of_ten_at_most: {
    flow: () => async () => undefined,
    plain: () =>
      exponentialBackoff({ seconds: 2 })(12).map((each) => Temporal.Duration.from(each).total("seconds")),
  },
  times_out: body(({ slow }) => slow({ timeout: { milliseconds: 300 } })()),
  times_out_and_is_retried: body(({ slow }) =>
    slow({ timeout: { milliseconds: 300 }, retries: 1 }, (calls) => calls === 1)(),
  ),
  task_fails_flow_fails: body(async ({ fails }) => void (await fails())),
  failure_caught: body(async ({ fails }) => {
    try {
      await fails();
      return "not caught";
    } catch {
      return "caught";
    }
  }),
  failed_future_ignored: body(({ fails }) => void fails.submit()),
  failed_future_waited_for: body(async ({ fails }) => void (await fails.submit().wait())),
  failed_future_returned: body(({ fails }) => fails.submit()),
  list_with_one_failed_returned: body(({ works, fails }) => [works.submit(), fails.submit()]),
  list_with_failed_and_value_returned: body(({ fails }) => [fails.submit(), 5]),
  dictionary_with_failed_returned: body(({ fails }) => ({ one: fails.submit() })),
  nested_list_with_failed_returned: body(({ fails }) => [[fails.submit()]]),
  tuple_with_failed_returned: body(({ works, fails }) => [works.submit(), fails.submit()]),
  all_completed_returned: body(({ works }) => [works.submit(), works.submit()]),
  empty_list_returned: body(() => []),
  state_returned: body(({ fails }) => fails.state()),
  state_not_returned: body(async ({ fails }) => void (await fails.state())),
  own_state_returned: body(() => completed({ name: "Odd", message: "as it was" })),
  own_failed_state_returned: body(() => failed({ message: "so it is" })),
  list_of_cancelled_and_failed_returned: body(() => [cancelled(), failed()]),
  task_returns_failed_state: body(({ says }) => says.submit()),
  task_returns_failed_state_and_is_retried: body(({ says }) => says.withOptions({ retries: 1 }).submit()),
  exception_returned: body(() => new RuntimeError("returned, and not raised")),
  depends_on_failed: body(({ works, fails }) => works.submit(fails.submit())),
  waits_for_failed: body(({ works, fails }) => works.withOptions({ waitFor: [fails.submit()] }).submit(1)),
  depends_on_not_ready: body(({ works, fails }) => works.submit(works.submit(fails.submit()))),
  failure_allowed: body(({ fails, call }) => {
    const sees = task(async (value: unknown) => (call(`sees ${(value as Error).name}`), "seen"), {
      name: "sees",
    });
    return sees.submit(allowFailure(fails.submit()));
  }),
  failure_allowed_in_wait_for: body(({ works, fails }) =>
    works.withOptions({ waitFor: [allowFailure(fails.submit())] }).submit(1),
  ),
  result_of_not_ready: body(({ works, fails }) => works.submit(fails.submit()).result()),
  result_of_failed: body(({ fails }) => fails.submit().result()),
  result_without_raising: body(async ({ fails }) =>
    describe(await fails.submit().result({ raiseOnFailure: false })),
  ),
  future_in_list_argument: body(({ works }) => {
    const total = task(async (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0), {
      name: "total",
    });
    return total.submit([works.submit(1), works.submit(2), 3] as number[]).result();
  }),
  cached_second_time: body(async ({ call }) => {
    const slow = task(async (value: number) => (call(`slow ${value}`), value), {
      name: "slow",
      cacheKey: () => "same",
    });
    return [await slow(1), await slow(2)];
  }),
  cache_shared_by_two_tasks: body(async ({ call }) => {
    const cacheKey = () => "shared";
    const one = task(async () => (call("one"), 1), { name: "one", cacheKey });
    const two = task(async () => (call("two"), 2), { name: "two", cacheKey });
    return [await one(), await two()];
  }),
  cache_expired: body(async ({ call, pause }) => {
    const slow = task(async () => call("slow"), {
      name: "slow",
      cacheKey: () => "a",
      cacheExpiration: { minutes: 1 },
    });
    const before = [await slow(), await slow()];
    await pause(61_000);
    return [...before, await slow()];
  }),
  failure_is_not_cached: body(async ({ flaky }) => {
    const once = flaky(1, { cacheKey: () => "failed" });
    await once.state();
    return await once();
  }),
  cache_key_none: body(async ({ call }) => {
    const slow = task(async () => call("slow"), { name: "slow", cacheKey: () => null });
    return [await slow(), await slow()];
  }),
  called_twice_without_cache: body(async ({ works }) => [await works(1), await works(1)]),
  mapped: body(({ works }) => Promise.all(works.map([1, 2, 3]).map((each) => each.result()))),
  mapped_with_unmapped: body(({ both }) =>
    Promise.all(both.map([1, 2], unmapped([7, 8])).map((each) => each.result())),
  ),
  mapped_lengths_differ: body(({ both }) => both.map([1, 2], [1, 2, 3])),
  mapped_without_a_list: body(({ works }) => works.map(5)),
  mapped_over_failed: body(({ works, fails }) => works.map([fails.submit(), 2])),
  two_workers_five_tasks: body(
    async ({ call, pause }) => {
      const slow = task(
        async (each: number) => (call(`start ${each}`), await pause(each === 2 ? 45 : 30), each),
        { name: "slow" },
      );
      return await Promise.all(slow.map([1, 2, 3, 4, 5]).map((each) => each.result()));
    },
    { maxWorkers: 2 },
  ),
  waiting_holds_a_worker: body(
    async ({ call, pause }) => {
      const slow = task(
        async (each: number, _other?: number) => (call(`start ${each}`), await pause(30), each),
        { name: "slow" },
      );
      const first = slow.submit(1);
      const all = [first, slow.submit(2, first), slow.submit(3)];
      return await Promise.all(all.map((each) => each.result()));
    },
    { maxWorkers: 2 },
  ),
  awaiting_retry_holds_a_worker: body(
    async ({ flaky, works }) => {
      const first = flaky(1, { retries: 1, retryDelay: { milliseconds: 500 } }).submit();
      const second = works.submit(2);
      return [await first.result(), await second.result()];
    },
    { maxWorkers: 1 },
  ),
  futures_nobody_awaits: body(
    ({ call, pause }) => {
      const slow = task(
        async (each: number) => (call(`start ${each}`), await pause(30), call(`end ${each}`)),
        { name: "slow" },
      );
      for (const each of [1, 2, 3]) slow.submit(each);
    },
    { maxWorkers: 2 },
  ),
  subflow_succeeds: body(({ child }) => child({ value: 4 })),
  subflow_fails: body(async ({ failingChild }) => await failingChild()),
  subflow_state_not_returned: body(async ({ failingChild }) => void (await failingChild.state())),
  subflow_state_returned: body(({ failingChild }) => failingChild.state()),
  task_calls_task: body(({ works }) => task(async () => await works(3), { name: "outer" })()),
  flow_retried: body(
    async ({ works, call }) => {
      await works(1);
      if (call("body") === 1) throw new RuntimeError("boom");
      return "fine";
    },
    { retries: 1 },
  ),
  flow_retried_with_delay: body(
    ({ call }) => {
      if (call("body") === 1) throw new RuntimeError("boom");
      return "fine";
    },
    { retries: 1, retryDelay: { milliseconds: 200 } },
  ),
  flow_retried_after_returned_failure: body(
    ({ call }) => (call("body") === 1 ? failed({ message: "I say so" }) : "fine"),
    { retries: 1 },
  ),
  flow_times_out: body(({ pause }) => pause(5000), { timeout: { milliseconds: 300 } }),
  flow_fails_plainly: {
    flow: () => async () => undefined,
    plain: () =>
      flow(
        async () => {
          throw Object.assign(new Error("wrong"), { name: "ValueError" });
        },
        { name: "plain" },
      )(),
  },
  flow_returns_failed_plainly: {
    flow: () => async () => undefined,
    plain: (world) => flow(async () => tools(world).fails.submit(), { name: "plain" })(),
  },
  flow_returns_values_plainly: {
    flow: () => async () => undefined,
    plain: (world) => {
      const { works } = tools(world);
      return flow(async () => ({ one: works.submit(1), list: [works.submit(2), 3] }), { name: "plain" })();
    },
  },
  parameters_coerced: {
    flow: () => async () => undefined,
    plain: () =>
      flow(async ({ number: count, day = "2019-01-01" }: { number: number; day?: string }) => [count, day], {
        name: "typed",
        parameters: number,
      })({ number: "3" }),
  },
  parameters_invalid: {
    flow: () => async () => undefined,
    plain: async () =>
      await flow(async (given) => given, { name: "typed", parameters: number })({ number: "three" }).catch(
        (error: unknown) => (error instanceof Error ? error.name : error),
      ),
  },
  parameters_invalid_state: {
    flow: () => async () => undefined,
    options: { parameters: number },
    parameters: { number: "three" },
  },
  task_outside_a_flow: { flow: () => async () => undefined, plain: (world) => tools(world).works(8) },
};

/** Where we differ from Prefect, and which difference between the languages is the reason. */
export const notMirrored: Readonly<Record<string, string>> = {
  mapped_over_a_future:
    "Prefect's map waits for the future within the call, as Python can; here map returns its futures at once, so it must know how many: await the future's result first",
  parameters_missing:
    "Python binds arguments to the function's signature before Prefect begins a run; here they are one object, and if something is missing it does not fit the schema: the run is on record as Failed",
};

/** A value as the table writes it. */
export function describe(value: unknown): unknown {
  if (value instanceof State) return { state: [value.type, value.name] };
  if (value instanceof Error) return { error: `${value.name}: ${value.message}` };
  if (Array.isArray(value)) return value.map(describe);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, describe(each)]));
  }
  return value ?? null;
}
