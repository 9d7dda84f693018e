import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { chain, DAG } from "../dag.ts";
import { loadDags } from "../load.ts";
import { EmptyOperator } from "../operators/empty.ts";
import { memoryStore } from "../store/memory.ts";
import { refusalOf } from "@daglings/words/testing";
import { byHand } from "../testing.ts";
import { setUp, testExecutor, type Bench } from "./conformance.ts";
import { subprocess } from "./subprocess.ts";

testExecutor(subprocess);

describe("a process that is an attempt's own", () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await setUp(subprocess());
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await bench.remove();
  });

  test.each([
    ["exits", "exit code 3"],
    ["exits_well", "exit code 0"],
    ["is_killed", "SIGKILL"],
  ])("and %s, fails the attempt, and nothing else", async (taskId, how) => {
    const { outcome, log, duration } = await bench.attempt(taskId);
    const error = `its process ended without a report (${how})`;
    expect(outcome).toEqual({ type: "failed", mayRetry: true, error });
    expect(log).toContain(`Failed: ${error}\n`);
    expect(duration).toBeGreaterThan(0);
    expect((await bench.attempt("returns")).outcome.type).toBe("success");
  });

  test("and is deaf, is gone when it is stopped", async () => {
    const order = bench.order("is_deaf");
    const report = bench.start(order);
    const { dead } = await bench.telephone.nextCall();
    bench.executor.stop(order);
    await report;
    await dead;
    expect(bench.reports).toHaveLength(1);
  });

  test("and sends something other than a report, is heard out", async () => {
    const { outcome, xcoms } = await bench.attempt("talks_rubbish");
    expect(outcome).toEqual({ type: "success" });
    expect(xcoms).toEqual({ return_value: "done" });
  });

  test("finds compiled what an earlier one has loaded", async () => {
    const { xcoms } = await bench.attempt("tells_its_cache");
    expect(xcoms).toEqual({ return_value: expect.stringContaining(process.version) as string });
  });

  test("and that Node does not start, fails the attempt", async () => {
    vi.stubEnv("NODE_OPTIONS", "--no-such-option");
    const { outcome, log } = await bench.attempt("returns");
    expect(outcome).toHaveProperty("error", "its process ended without a report (exit code 9)");
    expect(log).toContain("--no-such-option");
  });

  test("and for which there is no Node, fails the attempt", async () => {
    const { execPath } = process;
    process.execPath = join(bench.folder, "no-node");
    try {
      const { outcome } = await bench.attempt("returns");
      expect(outcome).toHaveProperty(
        "error",
        expect.stringMatching(/^its process ended without a report \(.*ENOENT/),
      );
    } finally {
      process.execPath = execPath;
    }
  });
});

describe("a process that is blocked", () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await setUp(subprocess());
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }); // ours: that process has its own
  });
  afterEach(async () => {
    vi.useRealTimers();
    await bench.remove();
  });
  const killed = {
    type: "failed",
    mayRetry: true,
    error: "its process ended without a report (SIGKILL)",
  };

  test("is killed eight seconds after its task's time is up", async () => {
    const report = bench.start(bench.order("is_blocked"));
    await bench.telephone.nextCall();
    vi.advanceTimersByTime(67_999);
    expect(vi.getTimerCount()).toBe(1); // it has not gone off
    vi.advanceTimersByTime(1);
    expect((await report).outcome).toEqual(killed);
  });

  test("is killed eight seconds after it is stopped", async () => {
    const order = bench.order("is_blocked_for_ever");
    const report = bench.start(order);
    const { dead } = await bench.telephone.nextCall();
    bench.executor.stop(order);
    vi.advanceTimersByTime(8000);
    await dead;
    expect((await report).outcome).toEqual(killed);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("is killed eight seconds after everything is closed, without a report", async () => {
    void bench.start(bench.order("is_blocked_for_ever"));
    const { dead } = await bench.telephone.nextCall();
    const closed = bench.executor.close();
    vi.advanceTimersByTime(8000);
    await closed;
    await dead;
    expect(bench.reports).toEqual([]);
  });
});

/** As if it had been written there. */
function dagIn(file: string | null): DAG {
  const dag = new DAG({ ...byHand, dagId: "attempts" });
  chain(new EmptyOperator({ dag, taskId: "returns" }));
  return Object.defineProperty(dag, "file", { value: file });
}

describe("a file that has changed since", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "daglings-subprocess-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test.each([
    ["const = 5;", /^.*dag\.ts:1: does not parse: .*; mend that line$/],
    ["export const other = 5;", /^.*dag\.ts: exports no DAG "attempts"; export it, under any name$/],
  ])("and holds %j now, fails the attempt with its place", async (source, message) => {
    const file = join(folder, "dag.ts");
    writeFileSync(file, source);
    const changed = dagIn(file);
    const bench = await setUp(({ store }) => subprocess()({ dags: new Map([["attempts", changed]]), store }));
    const { outcome, log } = await bench.attempt("returns");
    await bench.remove();
    expect(outcome).toMatchObject({ type: "failed", mayRetry: true });
    expect(outcome).toHaveProperty("error", expect.stringMatching(message));
    expect(log.trim().split("\n")).toEqual([expect.stringMatching(/^Failed: /)]);
  });
});

test.each(["const = 5;", 'throw new Error("not read");', null])(
  "a file that was loaded before it holds %j is what it was then",
  async (later) => {
    const folder = mkdtempSync(join(tmpdir(), "daglings-subprocess-"));
    const file = join(folder, "dag.ts");
    writeFileSync(
      file,
      `import { DAG, FunctionOperator } from "@daglings/engine";
const dag = new DAG({ dagId: "attempts", schedule: null });
new FunctionOperator({ dag, taskId: "returns", callable: (): string => "as it was" });
export default dag;
`,
    );
    const [dag] = await loadDags(file);
    if (!dag) throw new Error("it has not been loaded");
    if (later === null) rmSync(file);
    else writeFileSync(file, later);
    const bench = await setUp(({ store }) => subprocess()({ dags: new Map([["attempts", dag]]), store }));
    expect((await bench.attempt("returns")).xcoms).toEqual({ return_value: "as it was" });
    await bench.remove();
    rmSync(folder, { recursive: true });
  },
);

describe("refused is", () => {
  test("a store that other processes cannot open", () => {
    expect(refusalOf(() => subprocess()({ dags: new Map(), store: memoryStore() }))).toBe(
      "EnvironmentError: the subprocess executor needs a store that other processes can open; use a SQLite file",
    );
  });

  test("a DAG without a file, when the scheduler is made", async () => {
    const bench = await setUp(subprocess());
    const build = () => subprocess()({ dags: new Map([["attempts", dagIn(null)]]), store: bench.store });
    expect(refusalOf(build)).toBe(
      'UsageError: DAG "attempts" has no file, which a subprocess could load; write it into one',
    );
    await bench.remove();
  });
});

test("there are as many slots as processors unless one says otherwise", async () => {
  const bench = await setUp(subprocess());
  expect(bench.executor.slots).toBe(availableParallelism());
  await bench.remove();
});
