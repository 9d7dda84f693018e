// A flow run that is cut off goes on where it was, whether its process was told to stop or was killed.

import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execPath, platform } from "node:process";
import { simulatedClock } from "@daglings/engine";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  flow,
  machine,
  memoryRecord,
  runOn,
  sqliteRecord,
  task,
  type FlowRecord,
  type Machine,
} from "./index.ts";

function setUp() {
  const record = memoryRecord();
  return { record, machine: machine({ record, clock: simulatedClock({ from: "2019-01-04" }) }) };
}

const told = new Error("told to end");

/** Runs it until `stop` is called by one of its tasks, and then once more. */
async function cutOffAndGoOn(
  on: Machine,
  make: (stop: () => void, isFirst: boolean) => unknown,
  parameters: unknown = {},
) {
  const controller = new AbortController();
  const first = make(() => controller.abort(told), true);
  const order = { flowRunId: "run", parameters };
  const before = await runOn(on, first, { ...order, signal: controller.signal });
  const after = await runOn(
    on,
    make(() => {}, false),
    order,
  );
  return { before, after };
}

const forEver = () => new Promise<never>(() => {});

function historyOf(record: FlowRecord, name: string): string[] {
  const rows = record.listTasks({ flowRunId: "run" }).filter((each) => each.name === name);
  return rows.flatMap(({ history }) => history.map(([, , state]) => state));
}

describe("a flow run that was cut off", () => {
  test("calls only what had not finished, and has crashed in between", async () => {
    const { record, machine: on } = setUp();
    const calls: string[] = [];
    const { before, after } = await cutOffAndGoOn(on, (stop, isFirst) => {
      const step = task(async (item: number) => (calls.push(`step ${item}`), item), { name: "step" });
      const last = task(
        async (sum: number) => {
          calls.push(`last ${sum}`);
          stop();
          return isFirst ? await forEver() : sum;
        },
        { name: "last" },
      );
      return flow(async () => await last((await step(1)) + (await step(2))), { name: "steps" });
    });
    expect([before.name, after.name, after.data]).toEqual(["Crashed", "Completed", 3]);
    expect(calls).toEqual(["step 1", "step 2", "last 3", "last 3"]);
    const states = record.findRun({ flowRunId: "run" })?.history.map(([, , name]) => name);
    expect(states).toEqual(["Pending", "Running", "Crashed", "Pending", "Running", "Completed"]);
    expect(
      record.listTasks({ flowRunId: "run" }).map(({ name, call, tries }) => [name, call, tries]),
    ).toEqual([
      ["step", 1, 1],
      ["step", 2, 1],
      ["last", 1, 2],
    ]);
  });

  test("finds its calls even if they come in a different order", async () => {
    const { machine: on } = setUp();
    const calls: string[] = [];
    const { after } = await cutOffAndGoOn(on, (stop, isFirst) => {
      const fetchDay = task(
        async (day: number) => {
          calls.push(`fetch ${day}`);
          if (day === 1 && isFirst) return await forEver();
          return day;
        },
        { name: "fetch" },
      );
      const countDay = task(
        async (day: number) => {
          calls.push(`count ${day}`);
          stop();
          return day;
        },
        { name: "count" },
      );
      return flow(
        async () => await Promise.all([1, 2].map(async (day) => await countDay(await fetchDay(day)))),
        { name: "days" },
      );
    });
    expect([after.name, after.data]).toEqual(["Completed", [1, 2]]);
    // The count of day 2 was not yet on record when everything stopped.
    expect(calls).toEqual(["fetch 1", "fetch 2", "count 2", "fetch 1", "count 2", "count 1"]);
  });

  test("goes on with the tries that are left, and with the rest of a delay", async () => {
    const { record, machine: on } = setUp();
    let tries = 0;
    const { after } = await cutOffAndGoOn(on, (stop) => {
      const flaky = task(
        async () => {
          if (++tries === 2) stop();
          throw new Error("boom");
        },
        { name: "flaky", retries: 2, retryDelay: [{ hours: 1 }, { hours: 10 }] },
      );
      return flow(async () => await flaky(), { name: "flakes" });
    });
    expect([after.name, tries]).toEqual(["Failed", 4]);
    expect(historyOf(record, "flaky").at(-1)).toBe("Failed");
    expect(record.listTasks({ flowRunId: "run" })[0]?.tries).toBe(4);
  });

  test.each([
    [
      "with other arguments",
      3,
      'now calls step(3) as its call 2 of "step", where on record it called step(2) as its call 2 of "step"',
    ],
    ["not at all", 0, "now ends, where on record it called step(2)"],
  ])("fails if it makes a call %s, and names both", async (_, second, words) => {
    const { machine: on } = setUp();
    const seen: number[] = [];
    const { after } = await cutOffAndGoOn(on, (stop, isFirst) => {
      const step = task(
        async (item: number) => {
          seen.push(item);
          if (item === 2) stop();
          return item === 2 && isFirst ? await forEver() : item;
        },
        { name: "step" },
      );
      return flow(
        async () => {
          await step(1);
          const item = isFirst ? 2 : second;
          // Catching an error does not let a flow go on.
          if (item !== 0) await step(item).catch(() => {});
        },
        { name: "steps" },
      );
    });
    expect(after.name).toBe("Failed");
    expect(after.message).toContain('flow run "run" is carried out again and');
    expect(after.message).toContain(words);
    expect(seen).toEqual([1, 2]);
  });

  test("meets its failures again, too: what it caught before it catches again", async () => {
    const { machine: on } = setUp();
    let calls = 0;
    const { after } = await cutOffAndGoOn(on, (stop, isFirst) => {
      const fails = task(
        async () => {
          calls++;
          throw new RangeError("boom");
        },
        { name: "fails" },
      );
      const last = task(async () => (stop(), isFirst ? await forEver() : 1), { name: "last" });
      return flow(
        async () => {
          const caught = await fails().catch((error: unknown) => String(error));
          await last();
          return caught;
        },
        { name: "catches" },
      );
    });
    expect([after.data, calls]).toEqual(["RangeError: boom", 1]);
  });

  test("that failed, and was not cut off, calls its failed tasks again when it is carried out again", async () => {
    const { record, machine: on } = setUp();
    const calls: string[] = [];
    const works = task(async () => void calls.push("works"), { name: "works" });
    const flaky = task(
      async () => {
        calls.push("flaky");
        if (calls.length < 3) throw new Error("boom");
      },
      { name: "flaky" },
    );
    const any = flow(
      async () => {
        await works();
        await flaky();
      },
      { name: "any" },
    );
    expect((await runOn(on, any, { flowRunId: "run" })).name).toBe("Failed");
    expect((await runOn(on, any, { flowRunId: "run" })).name).toBe("Completed");
    expect(calls).toEqual(["works", "flaky", "flaky"]);
    expect(historyOf(record, "flaky")).toEqual([
      "Pending",
      "Running",
      "Failed",
      "Pending",
      "Running",
      "Completed",
    ]);
  });

  test("computes again what JSON does not keep", async () => {
    const { machine: on } = setUp();
    let made = 0;
    const { after } = await cutOffAndGoOn(on, (stop, isFirst) => {
      const dates = task(async () => (made++, new Map([["a", 1]])), { name: "dates" });
      const last = task(
        async (map: Map<string, number>) => {
          stop();
          return isFirst ? await forEver() : map.get("a");
        },
        { name: "last" },
      );
      return flow(async () => await last(await dates()), { name: "dated" });
    });
    expect([after.data, made]).toEqual([1, 2]);
  });

  test("goes on inside a flow that it had called", async () => {
    const { machine: on } = setUp();
    const calls: string[] = [];
    const { after } = await cutOffAndGoOn(on, (stop, isFirst) => {
      const step = task(
        async (item: number) => {
          calls.push(`step ${item}`);
          if (item === 2) stop();
          return item === 2 && isFirst ? await forEver() : item;
        },
        { name: "step" },
      );
      const child = flow(async ({ from }: { from: number }) => (await step(from)) + (await step(from + 1)), {
        name: "child",
      });
      return flow(async () => await child({ from: 1 }), { name: "parent" });
    });
    expect([after.name, after.data, calls]).toEqual(["Completed", 3, ["step 1", "step 2", "step 2"]]);
  });

  test("calls an interrupted task again as a whole, with everything it calls, however often it was tried", async () => {
    const { machine: on } = setUp();
    const calls: string[] = [];
    const { after } = await cutOffAndGoOn(on, (stop, isFirst) => {
      const inner = task(async (item: number) => (calls.push(`inner ${item}`), item), { name: "inner" });
      const outer = task(
        async () => {
          const item = await inner(2);
          if (calls.filter((each) => each === "inner 2").length === 1) throw new Error("boom");
          stop();
          return isFirst ? await forEver() : item;
        },
        { name: "outer", retries: 1 },
      );
      return flow(async () => (await inner(1)) + (await outer()) + (await inner(3)), { name: "nested" });
    });
    expect([after.name, after.data]).toEqual(["Completed", 6]);
    expect(calls).toEqual(["inner 1", "inner 2", "inner 2", "inner 2", "inner 3"]);
  });

  test("begins again under its id only with its own parameters", async () => {
    const { machine: on } = setUp();
    const any = flow(async ({ day }: { day: string }) => day, { name: "any" });
    await runOn(on, any, { flowRunId: "run", parameters: { day: "a" } });
    await expect(runOn(on, any, { flowRunId: "run", parameters: { day: "b" } })).rejects.toThrow(
      'flow run "run" has the parameters {"day":"a"}, not {"day":"b"}',
    );
  });
});

test("only one process at a time carries out a flow run", async () => {
  const { machine: on } = setUp();
  const { promise, resolve } = Promise.withResolvers<void>();
  const waits = flow(async () => await promise, { name: "waits" });
  const first = runOn(on, waits, { flowRunId: "run" });
  await expect(runOn(on, waits, { flowRunId: "run" })).rejects.toThrow(
    /^flow run "run" is being carried out by process \d+ on .*; wait for it, or cancel it$/,
  );
  resolve();
  expect((await first).name).toBe("Completed");
});

test("a flow that takes a different path than before is not tried again", async () => {
  const { machine: on } = setUp();
  let calls = 0;
  const { after } = await cutOffAndGoOn(on, (stop, isFirst) => {
    const step = task(
      async () => {
        stop();
        return isFirst ? await forEver() : 1;
      },
      { name: "step" },
    );
    return flow(
      async () => {
        calls++;
        if (isFirst) await step();
      },
      { name: "steps", retries: 3 },
    );
  });
  expect([after.name, calls]).toEqual(["Failed", 2]);
  expect(after.message).toContain("now ends, where on record it called step()");
});

test("retries of hours take milliseconds in simulated time", async () => {
  const { record, machine: on } = setUp();
  const flaky = task(
    async () => {
      throw new Error("boom");
    },
    { name: "flaky", retries: 3, retryDelay: [{ hours: 1 }, { hours: 10 }] },
  );
  await runOn(
    on,
    flow(async () => await Promise.allSettled([flaky(), flaky()]), { name: "two" }),
    { flowRunId: "run" },
  );
  const [first, second] = record.listTasks({ flowRunId: "run" });
  const hours = first?.history
    .filter(([, , name]) => name === "Retrying")
    .map(([at]) => (at - start) / 3_600_000);
  expect(hours).toEqual([1, 11, 21]);
  expect(second?.history).toEqual(first?.history);
});

const start = Temporal.Instant.from("2019-01-04T00:00Z").epochMilliseconds;

test.skipIf(platform === "win32")("a process that is killed loses nothing that had completed", async () => {
  const folder = mkdtempSync(join(tmpdir(), "daglings-flow-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const program = `
    import { runOn, machine, sqliteRecord } from "@daglings/flow";
    import { nightly } from ${JSON.stringify(join(import.meta.dirname, "../fixtures/nightly.ts"))};
    const on = machine({ record: sqliteRecord(process.argv[1] + "/flows.db", { synchronous: "NORMAL" }) });
    const state = await runOn(on, nightly, { flowRunId: "night", parameters: { folder: process.argv[1] } });
    console.log(state.name, state.data);
  `;
  const once = () =>
    new Promise<{ readonly signal: string | null; readonly stdout: string }>((resolve) => {
      execFile(
        execPath,
        ["--input-type=module-typescript", "--eval", program, folder],
        { cwd: import.meta.dirname },
        (error, stdout) => resolve({ signal: error?.signal ?? null, stdout }),
      );
    });
  expect(await once()).toEqual({ signal: "SIGKILL", stdout: "" });
  expect(await once()).toEqual({ signal: null, stdout: "Completed 20\n" });
  const calls = readFileSync(join(folder, "calls"), "utf8").trim().split("\n");
  expect(calls).toEqual(["count 1", "count 2", "count 3", "dies", "lives 12", "count 4", "count 5"]);
  const record = sqliteRecord(join(folder, "flows.db"));
  expect(record.findRun({ flowRunId: "night" })?.history.map(([, , name]) => name)).toEqual([
    "Pending",
    "Running",
    "Crashed",
    "Pending",
    "Running",
    "Completed",
  ]);
  const died = record.listTasks({ flowRunId: "night" }).find(({ name }) => name === "dies");
  expect(died?.history.map(([, , name]) => name)).toEqual([
    "Pending",
    "Running",
    "Crashed",
    "Running",
    "Completed",
  ]);
  record.close();
});
