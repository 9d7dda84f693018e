// For tests: what every executor must do, with the DAGs of fixtures/attempts.ts. A new executor calls `testExecutor`,
// and is done when all of it passes.

import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kill } from "node:process";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { displayPath } from "@daglings/words";
import { crowd, dag, flaky, long, slow } from "../../fixtures/attempts.ts";
import type { AttemptOrder, AttemptReport, Executor, Setting } from "../ports.ts";
import { simulate, describeRuns } from "../scheduler/testing.ts";
import type { SharedStore } from "../store/place.ts";
import { sqliteStore } from "../store/sqlite.ts";
import { commitTo, orderOf } from "../testing.ts";
import type { ExecutorFactory, ExecutorOptions } from "./executor.ts";
import { nameOf } from "./files.ts";
import { installTelephone, silenceVitest, type Call, type Telephone } from "./testing.ts";

const dags = new Map([dag, flaky, crowd, long, slow].map((each) => [each.dagId, each]));
const file = displayPath(dag.file ?? "");
const placeOf = (taskId: string) => `${file}: task "${taskId}"`;
const stopped = /^was stopped: it was cleared, marked or cancelled, or the scheduler has ended$/;

/** A store on disk, a telephone, and an executor that uses them. */
export interface Bench {
  readonly folder: string;
  readonly store: SharedStore;
  readonly telephone: Telephone;
  readonly executor: Executor;
  /** Everything that was reported. */
  readonly reports: readonly AttemptReport[];
  readonly order: (taskId: string, own?: Partial<AttemptOrder>) => AttemptOrder;
  readonly start: (order: AttemptOrder) => Promise<AttemptReport>;
  /** Carries out one attempt, from its start to its report. */
  readonly attempt: (taskId: string, own?: Partial<AttemptOrder>) => Promise<AttemptReport & { log: string }>;
  readonly logOf: (taskId: string) => string;
  readonly remove: () => Promise<void>;
}

export async function setUp(factory: ExecutorFactory): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), "daglings-executor-"));
  const store = sqliteStore(join(folder, "daglings.db"), { synchronous: "NORMAL" });
  const telephone = await installTelephone();
  const save = (kind: Setting["kind"], name: string, value: string, secret = false) =>
    store.saveSetting({ kind, name, value, secret });
  save("variable", "port", String(telephone.port));
  save("variable", "region", "eu");
  save("variable", "token", "tok-12345", true);
  save("variable", "folder", folder);
  save("connection", "shop", "http://ann:hunter%2F2@shop");
  const executor = factory({ dags, store });
  const reports: AttemptReport[] = [];
  const logFile = (taskId: string) => join(folder, "logs", `${taskId}.log`);
  const logOf = (taskId: string) =>
    existsSync(logFile(taskId)) ? readFileSync(logFile(taskId), "utf8") : "";
  const order = (taskId: string, own: Partial<AttemptOrder> = {}) =>
    orderOf(dag.task(taskId), { logFile: logFile(taskId), ...own });
  const start = (each: AttemptOrder) =>
    new Promise<AttemptReport>((resolve) => {
      executor.start(each, (report) => {
        reports.push(report);
        resolve(report);
      });
    });
  return {
    folder,
    store,
    telephone,
    executor,
    reports,
    order,
    start,
    attempt: async (taskId, own) => ({ ...(await start(order(taskId, own))), log: logOf(taskId) }),
    logOf,
    async remove() {
      await executor.close();
      await telephone.close();
      store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export function testExecutor(factory: (options?: ExecutorOptions) => ExecutorFactory): void {
  describe("an executor", () => {
    let bench: Bench;
    beforeEach(async () => {
      bench = await setUp(factory());
    });
    afterEach(async () => await bench.remove());

    describe("an attempt", () => {
      test("that succeeds is reported with its result, as JSON keeps it, and how long it took", async () => {
        const { duration, log, usage, ...report } = await bench.attempt("returns", { tryNumber: 2 });
        const { dagId, runId, taskId } = bench.order("returns");
        expect(report).toEqual({
          type: "attempt finished",
          dagId,
          runId,
          taskId,
          tryNumber: 2,
          outcome: { type: "success" },
          xcoms: { return_value: { rows: [1, null, {}], day: "2019-01-01" } },
          triggers: [],
          extras: {},
          traces: [],
        });
        expect(duration).toBeGreaterThan(0);
        expect(log).toBe("");
        expect(usage.cpu).toBeGreaterThan(0);
        expect(usage.logBytes).toBe(0);
      });

      test("is followed: what it says that it reads, without secrets, and what it writes", async () => {
        const { traces } = await bench.attempt("writes", {
          files: { folder: bench.folder, except: ["logs"] },
        });
        const written = traces.filter(({ name }) => !name.includes("daglings.db"));
        expect(written).toEqual([
          { direction: "in", name: "https://***@example.com/2019-01-01", how: "declared" },
          { direction: "out", name: nameOf(join(bench.folder, "named.csv")), how: "written" },
          { direction: "out", name: nameOf(join(bench.folder, "other.csv")), how: "perhaps" },
        ]);
      });

      test("that returns nothing has no result", async () => {
        expect(await bench.attempt("returns_nothing")).toMatchObject({
          outcome: { type: "success" },
          xcoms: {},
        });
      });

      test("that pushes under a name that every object has, has pushed it", async () => {
        const { outcome, xcoms } = await bench.attempt("pushes_odd_keys");
        expect(outcome).toEqual({ type: "success" });
        expect(Object.entries(xcoms)).toEqual([
          ["__proto__", "of __proto__"],
          ["constructor", "of constructor"],
          ["", "of "],
          ["return_value", "of __proto__"],
        ]);
      });

      test("that throws has failed, and says in which line", async () => {
        const { outcome, log } = await bench.attempt("throws");
        expect(outcome).toMatchObject({ type: "failed", mayRetry: true });
        expect(outcome).toHaveProperty(
          "error",
          expect.stringMatching(/^it broke \(engine\/fixtures\/attempts\.ts:\d+\)$/),
        );
        expect(log).toMatch(/^Failed: it broke \(.*\)\nTypeError: it broke\n +at /);
        expect(log.match(/Failed:/g)).toHaveLength(1);
      });

      test("that throws at great length has failed with the beginning of it", async () => {
        const { outcome, log } = await bench.attempt("throws_at_length");
        const error = expect.stringMatching(/^x{65536} … \(cut: an error may have 64 kB\)$/) as string;
        expect(outcome).toEqual({ type: "failed", mayRetry: true, error });
        expect(log.length).toBeLessThan(200_000);
      });

      test.each([
        ["awaits_nothing", "nobody listens"],
        ["does_not_await", "nobody waits"],
      ])("that %s of a promise that fails has failed, and says what is missing", async (taskId, why) => {
        const hearAgain = silenceVitest();
        const others = [bench.attempt("returns"), bench.attempt("bash_prints")];
        const { outcome, log } = await bench.attempt(taskId);
        const error = `a promise that nobody awaits was rejected: ${why}; write await before the call`;
        expect(outcome).toMatchObject({ type: "failed", mayRetry: true });
        expect(outcome).toHaveProperty("error", expect.stringContaining(error));
        expect(log).toMatch(new RegExp(`^Failed: ${error} \\(engine/fixtures/attempts\\.ts:\\d+\\)\n`));
        for (const other of others) expect((await other).outcome).toEqual({ type: "success" });
        hearAgain();
      });

      test.each([
        ["throws_a_text", 'threw "boom", which is not an Error; write throw new Error("…")'],
        ["throws_nothing", 'threw undefined, which is not an Error; write throw new Error("…")'],
        ["throws_a_circle", 'threw [object Object], which is not an Error; write throw new Error("…")'],
        [
          "returns_a_circle",
          'its XCom "return_value" cannot be written as JSON; return a part of it, or nothing, or set doXComPush: false',
        ],
        ["typing_slip", 'template variable "dss" is unknown; did you mean "ds"?'],
      ])("that %s has failed, and says what to do instead", async (taskId, message) => {
        const { outcome, xcoms, log } = await bench.attempt(taskId);
        const error = `${placeOf(taskId)}: ${message}`;
        expect(outcome).toEqual({ type: "failed", mayRetry: true, error });
        expect(xcoms).toEqual({});
        expect(log).toBe(`Failed: ${error}\n`);
      });

      test.each([
        ["skips", { type: "skipped" }],
        ["bash_skips", { type: "skipped" }],
        ["gives_up", { type: "failed", mayRetry: false }],
        ["bash_fails", { type: "failed", mayRetry: true, error: "bash ended with exit code 3" }],
        ["branches", { type: "success", skip: { follow: ["returns"] } }],
        ["short_circuits", { type: "success", skip: "descendants" }],
        ["sees_nothing", { type: "not yet" }],
      ])("that %s ends as %j", async (taskId, outcome) => {
        expect((await bench.attempt(taskId)).outcome).toMatchObject(outcome);
      });

      test("that takes too long has failed", async () => {
        const { outcome, log } = await bench.attempt("takes_too_long");
        const error = "took longer than its executionTimeout of 0.2 s";
        expect(outcome).toEqual({ type: "failed", mayRetry: true, error });
        expect(log).toBe(`Failed: ${error}\n`);
      });

      test("that takes too long takes with it what it has started", async () => {
        const calls: Call[] = [];
        void bench.telephone.nextCall().then((call) => calls.push(call));
        // On a busy machine its time may be up before it has started anything.
        while (calls.length === 0) {
          const { outcome } = await bench.attempt("bash_takes_too_long");
          expect(outcome).toHaveProperty("error", "took longer than its executionTimeout of 1 s");
        }
        for (const { dead, words } of calls) {
          await dead;
          expect(() => kill(Number(words), 0)).toThrow("ESRCH");
        }
      });

      test("that leaves a process behind, which holds its output open, is over without it", async () => {
        const { outcome, xcoms } = await bench.attempt("leaves_a_process");
        expect(outcome).toEqual({ type: "success" });
        expect(kill(Number(xcoms["return_value"]), "SIGKILL")).toBe(true); // it was still there
      });

      test("may ask for a run of another DAG", async () => {
        commitTo(bench.store, {
          dags: [{ dagId: "flaky", paused: false, file: null, schedule: "none", plan: flaky.plan }],
        });
        const { outcome, triggers } = await bench.attempt("triggers");
        expect(outcome).toEqual({ type: "success" });
        expect(triggers).toEqual([
          {
            dagId: "flaky",
            runId: null,
            logicalDate: null,
            conf: { day: "2019-01-01" },
            whenTaken: "fail",
            xcomKey: "trigger_run_id",
          },
        ]);
      });

      test("is given its templates, its XComs, its settings and its run", async () => {
        const { dagId, runId, run } = bench.order("tells");
        commitTo(bench.store, {
          xcoms: [{ dagId, runId, taskId: "returns", values: { return_value: { n: [1] } } }],
        });
        const own = { tryNumber: 3, run: { ...run, conf: { why: "test" } } };
        expect((await bench.attempt("tells", own)).xcoms).toEqual({
          return_value: {
            path: "data/2019-01-01/eu.csv",
            pulled: "{'n': [1]}",
            to: "eu@example.com",
            tryNumber: 3,
            xcom: { n: [1] },
            now: "2019-01-02T00:00:00+00:00[UTC]",
            login: "ann",
            conf: { why: "test" },
            params: { region: "eu", why: "test" },
          },
        });
      });
    });

    describe("the log of an attempt", () => {
      test("has what it prints, in its order", async () => {
        expect((await bench.attempt("prints")).log).toBe(
          "with console.log { a: 1 }\nwith console.error\ntwo\nlines\nwith log\n",
        );
        expect((await bench.attempt("bash_prints")).log).toBe("$ echo out; echo err >&2\nout\nerr\n");
      });

      test("has nothing of another that runs at the same time", async () => {
        const [anna, bert] = [bench.attempt("anna_talks"), bench.attempt("bert_talks")];
        const calls = [await bench.telephone.nextCall(), await bench.telephone.nextCall()];
        for (const { answer } of calls) answer();
        expect((await anna).log).toBe("anna begins\nanna ends\n");
        expect((await bert).log).toBe("bert begins\nbert ends\n");
      });

      test("may not be wanted", async () => {
        expect(await bench.attempt("prints", { logFile: null })).toMatchObject({
          outcome: { type: "success" },
          log: "",
        });
      });

      test("is no longer than it may be, and says so; the task goes on", async () => {
        const own = await setUp(factory({ logSize: 100 * 1024 }));
        const { outcome, xcoms, log } = await own.attempt("floods");
        await own.remove();
        expect(outcome).toEqual({ type: "success" });
        expect(xcoms).toEqual({ return_value: "done" });
        expect(log.length).toBeLessThan(101 * 1024);
        expect(log.slice(-100)).toMatch(/\ny\n+… \(this log ends here: it may have 100 kB\)\n$/);
        expect(() => factory({ logSize: 0 })).toThrow("logSize is 0; it must be a whole number, 1 or more");
      });

      test("that cannot be written does it no harm", async () => {
        const { outcome, xcoms } = await bench.attempt("bash_prints", {
          logFile: join(bench.folder, "daglings.db", "no folder", "1.log"),
        });
        expect(outcome).toEqual({ type: "success" });
        expect(xcoms).toEqual({ return_value: "err" });
      });

      test("never has a secret in it, and neither has the report", async () => {
        const { outcome, xcoms, log } = await bench.attempt("leaks");
        expect(outcome).toHaveProperty("error", expect.stringMatching(/^refused \*\*\* and \*\*\* \(/));
        expect(xcoms).toEqual({ safe: 1 });
        expect(log).toContain("token *** password ***\n{ token: '***' }\n");
        const bash = (await bench.attempt("bash_leaks")).log;
        expect(bash).toBe("$ echo ***; echo *** >&2\n***\n***\n");
        for (const text of [log, JSON.stringify(outcome)]) expect(text).not.toMatch(/tok-12345|hunter/);
      });
    });

    describe("an attempt that is stopped", () => {
      test.each(["calls", "is_deaf", "tidies_up", "bash_calls"])(
        "reports that, and is gone: %s",
        async (taskId) => {
          const order = bench.order(taskId);
          const report = bench.start(order);
          const { dead } = await bench.telephone.nextCall();
          bench.executor.stop(order);
          const { outcome } = await report;
          expect(outcome).toMatchObject({ type: "failed", mayRetry: true });
          expect(outcome).toHaveProperty("error", expect.stringMatching(stopped));
          // In one process nobody can end a callable that does not listen: it goes on, unheard, as long as the process lives.
          if (taskId !== "is_deaf") await dead;
          expect(bench.reports).toHaveLength(1);
        },
      );

      test("can tidy up", async () => {
        const order = bench.order("tidies_up");
        const report = bench.start(order);
        await bench.telephone.nextCall();
        bench.executor.stop(order);
        await report;
        expect(bench.logOf("tidies_up")).toContain("tidied up\n");
      });

      test("before it could begin does not begin", async () => {
        const order = bench.order("prints");
        const report = bench.start(order);
        bench.executor.stop(order);
        expect((await report).outcome).toHaveProperty("error", expect.stringMatching(stopped));
        expect(bench.logOf("prints")).not.toContain("console.log");
      });

      test("after its end, or without ever having begun, changes nothing", async () => {
        const { outcome } = await bench.attempt("returns");
        bench.executor.stop(bench.order("returns"));
        bench.executor.stop(bench.order("throws"));
        expect(outcome).toEqual({ type: "success" });
        expect(bench.reports).toHaveLength(1);
      });
    });

    test("closing ends everything, without reports", async () => {
      void bench.start(bench.order("calls"));
      void bench.start(bench.order("bash_calls"));
      const calls = [await bench.telephone.nextCall(), await bench.telephone.nextCall()];
      await bench.executor.close();
      for (const { dead } of calls) await dead;
      expect(bench.reports).toEqual([]);
    });

    test("the number of slots is known, and must be a number", () => {
      expect(factory({ slots: 3 })({ dags, store: bench.store }).slots).toBe(3);
      expect(bench.executor.slots).toBeGreaterThan(0);
      expect(() => factory({ slots: 0 })).toThrow("slots is 0; it must be a whole number, 1 or more");
    });

    describe("under a scheduler", () => {
      const from = "2019-01-01";
      const options = (slots: number) => ({ store: bench.store, executor: factory({ slots }) });

      test("a task is tried again, and the next one has its result", async () => {
        const { store, scheduler } = simulate(flaky, from, options(2));
        const runId = scheduler.trigger({ dagId: "flaky" });
        await scheduler.run();
        await scheduler.close();
        expect(describeRuns(store, "flaky")).toEqual([
          "01-01 | 01-01 | success | first success 2 | second success 1",
        ]);
        const pulled = store.findXCom({ dagId: "flaky", runId, taskId: "second", key: "return_value" });
        expect(pulled).toEqual({ value: "2" });
        expect(store.listAttempts({ dagId: "flaky", runId }).map(({ state }) => state)).toEqual([
          "failed",
          "success",
          "success",
        ]);
      });

      test("never more attempts run than there are slots", async () => {
        const { store, scheduler } = simulate(crowd, from, options(2));
        const runId = scheduler.trigger({ dagId: "crowd" });
        const over = scheduler.run();
        const heard: string[] = [];
        while (heard.length < 5) {
          const calls = [await bench.telephone.nextCall()];
          if (heard.length < 4) calls.push(await bench.telephone.nextCall());
          const states = Object.values(store.findRun({ dagId: "crowd", runId })?.tasks ?? {});
          expect(states.filter(({ state }) => state === "running")).toHaveLength(calls.length);
          for (const { words, answer } of calls) {
            heard.push(words);
            answer();
          }
        }
        await over;
        await scheduler.close();
        expect(heard.toSorted()).toEqual(["a", "b", "c", "d", "e"]);
        expect(store.findRun({ dagId: "crowd", runId })?.state).toBe("success");
      });

      test("cancelling a run ends what runs in it", async () => {
        const { store, scheduler } = simulate(long, from, options(2));
        const runId = scheduler.trigger({ dagId: "long" });
        const over = scheduler.run();
        const { dead, words } = await bench.telephone.nextCall();
        scheduler.cancel({ dagId: "long", runId });
        await over;
        await dead;
        await scheduler.close();
        expect(() => kill(Number(words), 0)).toThrow("ESRCH");
        expect(describeRuns(store, "long")).toEqual(["01-01 | 01-01 | failed | work failed 1"]);
      });

      test("clearing a task that runs ends it, and it runs again", async () => {
        const { store, scheduler } = simulate(long, from, options(2));
        const runId = scheduler.trigger({ dagId: "long" });
        const over = scheduler.run();
        const { dead, words } = await bench.telephone.nextCall();
        scheduler.clear({ dagId: "long", runId, taskIds: ["work"] });
        await over;
        await dead;
        await scheduler.close();
        expect(() => kill(Number(words), 0)).toThrow("ESRCH");
        expect(describeRuns(store, "long")).toEqual(["01-01 | 01-01 | success | work success 2"]);
      });

      test("a run that is cancelled, and cleared at once, has no two tries of a task at the same time", async () => {
        const { store, scheduler } = simulate(slow, from, options(2));
        const runId = scheduler.trigger({ dagId: "slow" });
        const over = scheduler.run();
        const first = await bench.telephone.nextCall();
        let isFirstGone = false;
        const gone = first.dead.then(() => (isFirstGone = true));
        scheduler.cancel({ dagId: "slow", runId });
        scheduler.clear({ dagId: "slow", runId });
        await bench.telephone.nextCall();
        expect(isFirstGone).toBe(true);
        await gone;
        await over;
        await scheduler.close();
        expect(describeRuns(store, "slow")).toEqual(["01-01 | 01-01 | success | work success 2"]);
        const attempts = store.listAttempts({ dagId: "slow", runId });
        expect(attempts.map(({ state }) => state)).toEqual(["failed", "success"]);
      });

      test("ending it ends what runs, and leaves it to the next one", async () => {
        const { store, scheduler } = simulate(long, from, options(2));
        scheduler.trigger({ dagId: "long" });
        const stop = new AbortController();
        const over = scheduler.run({ signal: stop.signal });
        const { dead } = await bench.telephone.nextCall();
        stop.abort();
        await over;
        await dead;
        await scheduler.close();
        expect(describeRuns(store, "long")).toEqual(["01-01 | 01-01 | running | work running 1"]);
      });
    });
  });
}
