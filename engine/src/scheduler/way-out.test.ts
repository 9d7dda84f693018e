// However `run` ends: nothing runs on, and what went wrong is what it says.

import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, describe, expect, test, vi } from "vitest";
import { DAG } from "../dag.ts";
import { EnvironmentError, LeaseLostError } from "../errors.ts";
import { FunctionOperator } from "../operators/function.ts";
import type { Store } from "../ports.ts";
import { memoryStore } from "../store/memory.ts";
import { leaseOf, ownerOf } from "../testing.ts";
import { executorByHand, simulate } from "./testing.ts";
import type { SchedulerOptions } from "./scheduler.ts";

const at = "2019-01-01T05:00Z";
const oneTask = () => {
  const dag = new DAG({ dagId: "dag", schedule: null });
  return ownerOf(new FunctionOperator({ dag, taskId: "work", callable: () => {} }));
};

async function begin(options: Partial<SchedulerOptions> = {}) {
  const executor = executorByHand();
  const simulation = simulate(oneTask(), at, { executor: executor.factory, ...options });
  const runId = simulation.scheduler.trigger({ dagId: "dag" });
  const ended = simulation.scheduler.run();
  ended.catch(() => {});
  await nextTurn();
  return { ...simulation, ...executor, runId, ended };
}

describe("a beat that fails", () => {
  afterEach(() => void vi.useRealTimers());

  async function beatWith(renewLease: Store["renewLease"]) {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const begun = await begin({ store: { ...memoryStore(), renewLease } });
    vi.advanceTimersByTime(5000);
    return begun;
  }

  test.each<[string, Store["renewLease"], new (...rest: never[]) => Error]>([
    ["because another has taken over", () => false, LeaseLostError],
    [
      "because the store is not there any more",
      () => {
        throw new EnvironmentError("the file is gone");
      },
      EnvironmentError,
    ],
  ])("%s, ends the run with that, and stops what is under way", async (_, renewLease, kind) => {
    const { scheduler, ended, calls } = await beatWith(renewLease);
    await expect(ended).rejects.toBeInstanceOf(kind);
    expect(calls).toEqual(["start work 1", "close"]);
    await expect(scheduler.run()).rejects.toBeInstanceOf(kind); // and it begins no more
    await expect(scheduler.close()).resolves.toBeUndefined();
  });

  test("beats as long as the run lasts, and no longer", async () => {
    const renewLease = vi.fn<Store["renewLease"]>(() => true);
    const { end, ended } = await beatWith(renewLease);
    vi.advanceTimersByTime(10_000);
    expect(renewLease).toHaveBeenCalledTimes(3);
    end("work 1");
    await ended;
    vi.advanceTimersByTime(60_000);
    expect(renewLease).toHaveBeenCalledTimes(3);
  });
});

test("a commit that fails ends it with that, and nothing more of the round is kept", async () => {
  const store = memoryStore();
  const { ended, end, calls, runId } = await begin({ store });
  store.takeLease(leaseOf("other"), () => false);
  end("work 1");
  await expect(ended).rejects.toBeInstanceOf(LeaseLostError);
  expect(calls.at(-1)).toBe("close");
  expect(store.findRun({ dagId: "dag", runId })?.tasks["work"]?.state).toBe("running");
});

test("an error in hearing of what happens ends it with that, and loses nothing", async () => {
  const store = memoryStore();
  const onEvent: SchedulerOptions["onEvent"] = ({ state }) => {
    if (state === "success") throw new Error("it does not listen");
  };
  const { scheduler, ended, end, calls, runId } = await begin({ store, onEvent });
  end("work 1");
  await expect(ended).rejects.toThrow("it does not listen");
  expect(calls.at(-1)).toBe("close");
  await expect(scheduler.run()).rejects.toThrow("it does not listen");
  expect(store.findRun({ dagId: "dag", runId })).toMatchObject({ state: "success" });
});

test("an error in hearing of a request is thrown by the next run", async () => {
  const onEvent = () => {
    throw new Error("it does not listen");
  };
  const { scheduler } = simulate(oneTask(), at, { onEvent });
  expect(scheduler.trigger({ dagId: "dag" })).toMatch(/^manual__/);
  await expect(scheduler.run()).rejects.toThrow("it does not listen");
});

test("a scheduler that was stopped with attempts under way is not run again", async () => {
  const stop = new AbortController();
  const executor = executorByHand();
  const { scheduler } = simulate(oneTask(), at, { executor: executor.factory });
  scheduler.trigger({ dagId: "dag" });
  const ended = scheduler.run({ signal: stop.signal });
  await nextTurn();
  stop.abort();
  await ended;
  expect(executor.calls).toEqual(["start work 1", "close"]);
  await expect(scheduler.run()).rejects.toThrow("close it, and make a new one");
});

test("a scheduler that cannot begin gives the lease back", () => {
  const store = memoryStore();
  const broken = {
    ...store,
    listOpenAttempts: () => {
      throw new EnvironmentError("it is damaged");
    },
  };
  expect(() => simulate(oneTask(), at, { store: broken })).toThrow("it is damaged");
  expect(() => simulate(oneTask(), at, { store })).not.toThrow();
});
