import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Event } from "./events.ts";
import { isFinished, taskStates } from "./states.ts";
import { step } from "./step.ts";
import { instanceOf } from "./run.ts";
import { taskTable } from "./task-table.ts";
import { identity, minute, Play, taskPlan } from "./testing.ts";
import { evaluateTriggerRule, triggerRules } from "./trigger-rule.ts";

const pipeline = [taskPlan("fetch"), taskPlan("calculate", ["fetch"]), taskPlan("send", ["calculate"])];

describe("a run that goes well", () => {
  test("starts its first task, then each when the one before it has succeeded, and succeeds", () => {
    const play = new Play(pipeline).begin();
    expect(play.run.state).toBe("running");
    expect(play.started).toEqual(["fetch"]);
    expect(play.states).toEqual({ fetch: "scheduled", calculate: "none", send: "none" });
    expect(play.attempt("fetch").started).toEqual(["calculate"]);
    expect(play.attempt("calculate").started).toEqual(["send"]);
    expect(play.attempt("send").commandsOf("finish")).toEqual([
      { type: "finish", state: "success", reason: "success" },
    ]);
    expect(play.run).toMatchObject({ state: "success", finishedAt: play.now });
  });

  test("notes each change of state, of its tasks and its own", () => {
    const { run } = new Play([taskPlan("only")]);
    const at = 5;
    expect(step(run, { type: "run started", at }).changes).toEqual([
      { taskId: null, state: "running", tryNumber: null, detail: null },
      { taskId: "only", state: "scheduled", tryNumber: 1, detail: null },
    ]);
  });

  test("leaves the run that it was given as it was", () => {
    const { run } = new Play(pipeline);
    const before = JSON.stringify(run);
    step(run, { type: "run started", at: 5 });
    expect(JSON.stringify(run)).toBe(before);
  });

  test("without tasks succeeds at once", () => {
    expect(new Play([]).begin().run.state).toBe("success");
  });

  test("passes through tasks that run nothing without starting them", () => {
    const nothing = { runsNothing: true };
    const play = new Play([
      taskPlan("a", [], nothing),
      taskPlan("b", ["a"], nothing),
      taskPlan("c", ["b"], nothing),
    ]).begin();
    expect(play.run.state).toBe("success");
    expect(play.started).toEqual([]);
    expect(play.tasks["b"]).toMatchObject({ state: "success", tryNumber: 1, finishedAt: play.now });
  });
});

describe("an attempt", () => {
  test("is queued, runs and ends at the times that its events say", () => {
    const play = new Play([taskPlan("only")]).begin();
    play.play({ type: "task queued", taskId: "only" });
    expect(play.states).toEqual({ only: "queued" });
    play.play({ type: "attempt started", taskId: "only" }, play.now + 1);
    const startedAt = play.now;
    play.play(
      { type: "attempt finished", taskId: "only", tryNumber: 1, outcome: { type: "success" } },
      play.now + 7,
    );
    expect(play.tasks["only"]).toMatchObject({ state: "success", startedAt, finishedAt: startedAt + 7 });
  });

  test("that reports twice, or after another try has begun, changes nothing", () => {
    const play = new Play([taskPlan("only", [], { retries: 1 })]).begin().attempt("only", "failed");
    const before = play.run;
    const late: Event = {
      type: "attempt finished",
      taskId: "only",
      tryNumber: 1,
      outcome: { type: "success" },
      at: 9,
    };
    expect(step(before, late).run).toEqual(before);
    play.play({ type: "timer fired" }, play.now + 5 * minute).start("only");
    expect(step(play.run, late).run).toEqual(play.run);
  });
});

describe("a failed attempt", () => {
  test("without retries fails the task, what is downstream of it, and the run", () => {
    const play = new Play(pipeline).begin().attempt("fetch", "failed");
    expect(play.states).toEqual({ fetch: "failed", calculate: "upstream_failed", send: "upstream_failed" });
    expect(play.commandsOf("finish")).toEqual([{ type: "finish", state: "failed", reason: "task_failure" }]);
    expect(play.commandsOf("notify")).toEqual([
      { type: "notify", callback: "onFailure", taskId: "fetch", error: "it broke" },
    ]);
  });

  test("with retries is tried again after the delay, as often as it says", () => {
    const play = new Play([taskPlan("only", [], { retries: 2, retryDelay: minute })]).begin();
    for (const tryNumber of [1, 2]) {
      play.attempt("only", "failed");
      expect(play.tasks["only"]).toMatchObject({
        state: "up_for_retry",
        tryNumber,
        dueAt: play.now + minute,
      });
      expect(play.commandsOf("timer")).toEqual([{ type: "timer", at: play.now + minute }]);
      expect(play.commandsOf("notify")[0]?.callback).toBe("onRetry");
      expect(play.play({ type: "timer fired" }, play.now + minute - 1).started).toEqual([]);
      expect(play.play({ type: "timer fired" }, play.now + 1).commandsOf("start")).toEqual([
        { type: "start", taskId: "only", tryNumber: tryNumber + 1 },
      ]);
    }
    expect(play.attempt("only", "failed").run.state).toBe("failed");
  });

  test("that may not be repeated fails the task at once", () => {
    const play = new Play([taskPlan("only", [], { retries: 2 })]).begin();
    play.attempt("only", { type: "failed", mayRetry: false, error: "no use" });
    expect(play.states).toEqual({ only: "failed" });
  });

  test("waits with back-off as long as Airflow does", () => {
    const fetch = taskPlan("fetch_events", [], { retries: 3, retryDelay: 30_000, exponentialBackoff: true });
    const play = new Play([fetch], { dagId: "11_atomic_send" }).begin().attempt("fetch_events", "failed");
    expect(play.tasks["fetch_events"]?.dueAt).toBe(play.now + 50_000);
  });
});

describe("the run's state", () => {
  test("comes from its leaves alone: a failure followed by an all_done leaf is a success", () => {
    const tasks = [taskPlan("work"), taskPlan("clean_up", ["work"], { triggerRule: "all_done" })];
    const play = new Play(tasks).begin().attempt("work", "failed").attempt("clean_up");
    expect(play.run.state).toBe("success");
  });

  test("is failed when it is deadlocked: a task waits for one that the run does not have", () => {
    const over = taskPlan("over", [], { endDate: identity.logicalDate - 1 });
    const play = new Play([over, taskPlan("waits", ["over"])]).begin();
    expect(play.commandsOf("finish")).toEqual([
      { type: "finish", state: "failed", reason: "all_tasks_deadlocked" },
    ]);
  });

  test("is failed when a backfill goes beyond the end date: its tasks may not run", () => {
    const play = new Play(
      [taskPlan("a", [], { endDate: identity.logicalDate - 1 })],
      {},
      { runType: "backfill" },
    );
    expect(play.begin().run.state).toBe("failed");
  });

  test("does not depend on the start date when a backfill goes before it", () => {
    const play = new Play(
      [taskPlan("a", [], { startDate: identity.logicalDate + 1 })],
      {},
      { runType: "backfill" },
    );
    expect(play.begin().started).toEqual(["a"]);
  });

  test("waits, without being deadlocked, while the run before it holds its tasks back", () => {
    const play = new Play([taskPlan("a", [], { dependsOnPast: true }), taskPlan("b", ["a"])]);
    play.play({ type: "past changed", heldByPast: ["a"] }).begin();
    expect(play.run.state).toBe("running");
    expect(play.started).toEqual([]);
    expect(play.play({ type: "past changed", heldByPast: [] }).started).toEqual(["a"]);
  });

  test("is failed when the run takes longer than its DAG allows; what runs is stopped, the rest skipped", () => {
    const play = new Play([taskPlan("slow"), taskPlan("next", ["slow"])], { dagRunTimeout: minute }).begin();
    expect(play.commandsOf("timer")).toEqual([{ type: "timer", at: play.now + minute }]);
    play.start("slow").play({ type: "timer fired" }, play.now + minute);
    expect(play.states).toEqual({ slow: "skipped", next: "skipped" });
    expect(play.commandsOf("stop")).toEqual([{ type: "stop", taskId: "slow", tryNumber: 1 }]);
    expect(play.commandsOf("finish")).toEqual([{ type: "finish", state: "failed", reason: "timed_out" }]);
  });
});

describe("skipping", () => {
  test("a task skips those downstream that need its success", () => {
    const play = new Play(pipeline).begin().attempt("fetch", "skipped");
    expect(play.states).toEqual({ fetch: "skipped", calculate: "skipped", send: "skipped" });
    expect(play.run.state).toBe("success");
    expect(play.commandsOf("notify").map((command) => command.callback)).toEqual(["onSkipped", "onSuccess"]);
  });

  const branched = [
    taskPlan("branch"),
    taskPlan("left", ["branch"]),
    taskPlan("right", ["branch"]),
    taskPlan("join", ["left", "right", "branch"], { triggerRule: "none_failed_min_one_success" }),
  ];
  const follow = (...taskIds: string[]) => ({ type: "success", skip: { follow: taskIds } }) as const;

  test("a branch skips what it does not choose, but not what its choice leads to", () => {
    const play = new Play(branched).begin().attempt("branch", follow("left"));
    expect(play.states).toEqual({ branch: "success", left: "scheduled", right: "skipped", join: "none" });
    expect(play.attempt("left").started).toEqual(["join"]);
  });

  test("a branch that chooses nothing skips everything directly downstream", () => {
    const play = new Play(branched).begin().attempt("branch", follow());
    expect(play.states).toEqual({ branch: "success", left: "skipped", right: "skipped", join: "skipped" });
  });

  test("a short circuit skips everything downstream, whatever its trigger rules", () => {
    const tasks = [taskPlan("if"), taskPlan("a", ["if"]), taskPlan("b", ["a"], { triggerRule: "all_done" })];
    const play = new Play(tasks).begin().attempt("if", { type: "success", skip: "descendants" });
    expect(play.states).toEqual({ if: "success", a: "skipped", b: "skipped" });
  });

  test("or only what is directly downstream, and leaves the rest to its rules", () => {
    const tasks = [taskPlan("if"), taskPlan("a", ["if"]), taskPlan("b", ["a"], { triggerRule: "all_done" })];
    const play = new Play(tasks).begin().attempt("if", { type: "success", skip: "children" });
    expect(play.states).toEqual({ if: "success", a: "skipped", b: "scheduled" });
  });

  test("what already runs is stopped, and what it reports then is of no account", () => {
    const tasks = [taskPlan("if"), taskPlan("early", ["if"], { triggerRule: "always" })];
    const play = new Play(tasks)
      .begin()
      .start("early")
      .attempt("if", { type: "success", skip: "descendants" });
    expect(play.states).toEqual({ if: "success", early: "skipped" });
    expect(play.commandsOf("stop")).toEqual([{ type: "stop", taskId: "early", tryNumber: 1 }]);
    expect(play.run.state).toBe("success");
  });

  test("a child that has failed with another task upstream of it is skipped by the branch all the same", () => {
    const tasks = [
      taskPlan("a"),
      taskPlan("p"),
      taskPlan("choose", ["p"]),
      taskPlan("join", ["a", "choose"]),
    ];
    const play = new Play(tasks).begin().attempt("a", "failed");
    expect(play.states).toMatchObject({ a: "failed", join: "upstream_failed" });
    play.attempt("p").attempt("choose", follow());
    expect(play.states).toEqual({ a: "failed", p: "success", choose: "success", join: "skipped" });
    expect(play.run.state).toBe("success");
  });

  test("a child that has been scheduled, but has not begun, is skipped and never begins", () => {
    const tasks = [taskPlan("if"), taskPlan("early", ["if"], { triggerRule: "always" })];
    const play = new Play(tasks).begin().attempt("if", { type: "success", skip: "descendants" });
    expect(play.states).toEqual({ if: "success", early: "skipped" });
  });

  test("a skipped child that is cleared alone is skipped again, for the branch has decided", () => {
    const play = new Play(branched).begin().attempt("branch", follow("left")).attempt("left").attempt("join");
    play.play({ type: "tasks cleared", taskIds: ["right"], downstream: false }).begin();
    expect(play.states["right"]).toBe("skipped");
    play.play({ type: "tasks cleared", taskIds: ["branch"], downstream: true }).begin();
    expect(play.attempt("branch", follow("right")).started).toEqual(["right"]);
  });
});

describe("a sensor", () => {
  const sensor = (mode: "poke" | "reschedule", options = {}) =>
    taskPlan("wait", [], {
      retries: 1,
      sensor: {
        mode,
        pokeInterval: minute,
        timeout: 3 * minute,
        softFail: false,
        exponentialBackoff: false,
        maxWait: null,
        ...options,
      },
    });

  test("in poke mode keeps running between its looks, and its try", () => {
    const play = new Play([sensor("poke")]).begin().attempt("wait", "not yet");
    expect(play.tasks["wait"]).toMatchObject({
      state: "running",
      tryNumber: 1,
      pokes: 1,
      dueAt: play.now + minute,
    });
    const startedAt = play.now;
    expect(play.play({ type: "timer fired" }, play.now + minute).started).toEqual(["wait"]);
    play.attempt("wait");
    expect(play.tasks["wait"]).toMatchObject({ state: "success", tryNumber: 1, startedAt });
  });

  test("in reschedule mode, queues up again with the same try", () => {
    const play = new Play([sensor("reschedule")]).begin().attempt("wait", "not yet");
    expect(play.states).toEqual({ wait: "up_for_reschedule" });
    play.play({ type: "timer fired" }, play.now + minute);
    expect(play.states).toEqual({ wait: "scheduled" });
    expect(play.attempt("wait").tasks["wait"]).toMatchObject({ state: "success", tryNumber: 1 });
  });

  test.each([
    [false, "failed", "onFailure"],
    [true, "skipped", "onSkipped"],
  ] as const)(
    "that sees nothing for longer than its timeout, softFail %s, is %s without a retry",
    (softFail, state, callback) => {
      const play = new Play([sensor("poke", { softFail })]).begin();
      for (let poke = 0; poke < 4; poke++) {
        play.attempt("wait", "not yet");
        expect(play.states).toEqual({ wait: "running" });
        play.play({ type: "timer fired" }, play.now + minute);
      }
      play.attempt("wait", "not yet");
      expect(play.states).toEqual({ wait: state });
      expect(play.commandsOf("notify")[0]?.callback).toBe(callback);
    },
  );

  test("counts its timeout across retries in reschedule mode, and from each try on in poke mode", () => {
    for (const mode of ["reschedule", "poke"] as const) {
      const play = new Play([sensor(mode)]).begin();
      const firstPokeAt = play.now;
      play
        .attempt("wait", "failed")
        .play({ type: "timer fired" }, play.now + 5 * minute)
        .start("wait");
      expect(play.tasks["wait"]?.firstPokeAt).toBe(mode === "reschedule" ? firstPokeAt : play.now);
    }
  });

  test("whose first look nobody knows of has just begun to wait", () => {
    const play = new Play([sensor("poke")]).begin().start("wait");
    const wait = { ...instanceOf(play.run, "wait"), firstPokeAt: null };
    play.run = { ...play.run, tasks: taskTable([["wait", wait]]) };
    expect(play.play({ type: "timer fired" }, play.now + 9 * minute).end("wait", "not yet").states).toEqual({
      wait: "running",
    });
  });

  test.each(["poke", "reschedule"] as const)(
    "in mode %s looks at once when it is woken between two looks",
    (mode) => {
      const play = new Play([sensor(mode)]).begin().attempt("wait", "not yet");
      expect(play.play({ type: "sensor woken", taskId: "wait" }).started).toEqual(["wait"]);
      expect(play.attempt("wait").states).toEqual({ wait: "success" });
    },
  );

  test("is left alone when it is woken while it looks, or when it is over", () => {
    const play = new Play([sensor("poke")]).begin().start("wait");
    expect(play.play({ type: "sensor woken", taskId: "wait" }).commands).toEqual([]);
    expect(play.end("wait").play({ type: "sensor woken", taskId: "wait" }).commands).toEqual([]);
    expect(play.states).toEqual({ wait: "success" });
  });

  test("alone may say that it is not time yet", () => {
    const play = new Play([taskPlan("only", [], { retries: 3 })]).begin().attempt("only", "not yet");
    expect(play.states).toEqual({ only: "failed" });
  });
});

describe("a run that another process takes up", () => {
  test("keeps what has ended, and tries again what was under way", () => {
    const tasks = [taskPlan("a"), taskPlan("b", ["a"], { retries: 1 }), taskPlan("c", ["a"])];
    const play = new Play(tasks).begin().attempt("a").start("b").start("c").play({ type: "run resumed" });
    expect(play.states).toEqual({ a: "success", b: "up_for_retry", c: "failed" });
    expect(play.commandsOf("timer")).toEqual([{ type: "timer", at: play.now + 5 * minute }]);
  });

  test("starts again what had been scheduled or queued, as the same try", () => {
    const play = new Play([taskPlan("a"), taskPlan("b")]).begin().play({ type: "task queued", taskId: "a" });
    play.play({ type: "run resumed" });
    expect(play.states).toEqual({ a: "scheduled", b: "scheduled" });
    expect(play.commandsOf("start").map((command) => command.tryNumber)).toEqual([1, 1]);
  });

  test("sets its timers again", () => {
    const play = new Play([taskPlan("a", [], { retries: 1 })], { dagRunTimeout: 60 * minute }).begin();
    const began = play.now;
    play.attempt("a", "failed").play({ type: "run resumed" }, play.now + minute);
    expect(play.commandsOf("timer").map((command) => command.at)).toEqual([
      began + 60 * minute,
      began + 5 * minute,
    ]);
  });

  test("a task that was being stopped to run again, runs again", () => {
    const play = new Play([taskPlan("a", [], { retries: 1 })]).begin().start("a");
    play.play({ type: "tasks cleared", taskIds: ["a"], downstream: false }).play({ type: "run resumed" });
    expect(play.states).toEqual({ a: "up_for_retry" });
  });
});

describe("clearing", () => {
  test("lets a task of a finished run run again, with all its retries, once the run is started again", () => {
    const play = new Play([taskPlan("a", [], { retries: 2 })]).begin();
    play.attempt("a", { type: "failed", mayRetry: false, error: "x" });
    play.play({ type: "tasks cleared", taskIds: ["a"], downstream: false });
    expect(play.run).toMatchObject({ state: "queued", startedAt: null, finishedAt: null });
    expect(play.tasks["a"]).toMatchObject({ state: "none", tryNumber: 1, maxTries: 3 });
    expect(play.begin().commandsOf("start")).toEqual([{ type: "start", taskId: "a", tryNumber: 2 }]);
  });

  test("without downstream leaves children failed with their upstream", () => {
    const play = new Play(pipeline).begin().attempt("fetch", "failed");
    play
      .play({ type: "tasks cleared", taskIds: ["fetch"], downstream: false })
      .begin()
      .attempt("fetch");
    expect(play.states).toEqual({ fetch: "success", calculate: "upstream_failed", send: "upstream_failed" });
    expect(play.run.state).toBe("failed");
  });

  test("with downstream gives them another chance", () => {
    const play = new Play(pipeline).begin().attempt("fetch", "failed");
    play
      .play({ type: "tasks cleared", taskIds: ["fetch"], downstream: true })
      .begin()
      .attempt("fetch");
    expect(play.started).toEqual(["calculate"]);
  });

  test("a running task is stopped, and tried again whatever its retries", () => {
    const play = new Play([taskPlan("a")]).begin().start("a");
    play.play({ type: "tasks cleared", taskIds: ["a"], downstream: false });
    expect(play.states).toEqual({ a: "restarting" });
    expect(play.commandsOf("stop")).toHaveLength(1);
    play.end("a", "success");
    expect(play.tasks["a"]).toMatchObject({ state: "up_for_retry", tryNumber: 1 });
  });

  test("a queued task is stopped and scheduled again", () => {
    const play = new Play([taskPlan("a")]).begin().play({ type: "task queued", taskId: "a" });
    play.play({ type: "tasks cleared", taskIds: ["a"], downstream: false });
    expect(play.commandsOf("stop")).toHaveLength(1);
    expect(play.commandsOf("start")).toEqual([{ type: "start", taskId: "a", tryNumber: 2 }]);
  });

  test("a sensor that waits for its next poke starts over: there is nothing to stop", () => {
    const wait = {
      mode: "poke",
      pokeInterval: minute,
      timeout: 9 * minute,
      softFail: false,
      exponentialBackoff: false,
      maxWait: null,
    } as const;
    const play = new Play([taskPlan("a", [], { sensor: wait })]).begin().attempt("a", "not yet");
    play.play({ type: "tasks cleared", taskIds: ["a"], downstream: false });
    expect(play.commandsOf("stop")).toEqual([]);
    expect(play.tasks["a"]).toMatchObject({ state: "scheduled", tryNumber: 2, pokes: 0 });
  });

  test("passes over tasks that the run does not have", () => {
    const play = new Play([taskPlan("a"), taskPlan("gone", [], { endDate: 0 })]).begin().attempt("a");
    const before = play.run;
    expect(play.play({ type: "tasks cleared", taskIds: ["gone"], downstream: false }).run).toEqual(before);
  });
});

describe("marking", () => {
  test("a failed task a success runs what had failed for it", () => {
    const play = new Play(pipeline).begin().attempt("fetch", "failed");
    play.play({ type: "task marked", taskId: "fetch", state: "success" });
    expect(play.run.state).toBe("queued");
    expect(play.begin().started).toEqual(["calculate"]);
  });

  test("a running task stops it", () => {
    const play = new Play(pipeline).begin().start("fetch");
    play.play({ type: "task marked", taskId: "fetch", state: "failed" });
    expect(play.commandsOf("stop")).toHaveLength(1);
    expect(play.states).toEqual({ fetch: "failed", calculate: "upstream_failed", send: "upstream_failed" });
  });

  test("a run failed, which is to cancel it, stops what runs and skips the rest", () => {
    const tasks = [...pipeline, taskPlan("aside")];
    const play = new Play(tasks)
      .begin()
      .attempt("fetch")
      .start("aside")
      .play({ type: "run marked", state: "failed" });
    expect(play.states).toEqual({ fetch: "success", calculate: "skipped", send: "skipped", aside: "failed" });
    expect(play.run.state).toBe("failed");
  });

  test("a run a success makes all its tasks one", () => {
    const play = new Play([...pipeline, taskPlan("aside")]).begin().attempt("fetch", "failed");
    play.play({ type: "run marked", state: "success" });
    expect(new Set(Object.values(play.states))).toEqual(new Set(["success"]));
    expect(play.run.state).toBe("success");
  });
});

test("an unknown event or outcome is an error", () => {
  const play = new Play([taskPlan("a")]).begin().start("a");
  expect(() => step(play.run, { type: "what", at: 0 } as unknown as Event)).toThrow(
    'unknown event {"type":"what","at":0}',
  );
  expect(() => play.end("a", { type: "what" } as never)).toThrow('unknown outcome {"type":"what"}');
});

describe("whatever the graph and however attempts end", () => {
  const graph = fc.array(
    fc.record({
      parents: fc.array(fc.nat(), { maxLength: 3 }),
      rule: fc.constantFrom(...triggerRules),
      retries: fc.nat({ max: 2 }),
      runsNothing: fc.boolean(),
    }),
    { minLength: 1, maxLength: 12 },
  );
  const outcomes = fc.array(fc.constantFrom("success" as const, "failed" as const, "skipped" as const), {
    minLength: 1,
  });

  function playOut(
    shape: ReturnType<typeof graph.generate> extends { value: infer T } ? T : never,
    ends: readonly ("success" | "failed" | "skipped")[],
  ) {
    const tasks = shape.map(({ parents, rule, retries, runsNothing }, index) => {
      const upstream = index === 0 ? [] : [...new Set(parents.map((parent) => `t${parent % index}`))];
      return taskPlan(`t${index}`, upstream, { triggerRule: rule, retries, runsNothing });
    });
    const play = new Play(tasks).begin();
    const attempts: string[] = [];
    const open = [...play.commandsOf("start")];
    for (let turn = 0; play.run.state === "running" && turn < 500; turn++) {
      const next = open.splice(turn % Math.max(1, open.length), 1)[0];
      if (next) {
        attempts.push(`${next.taskId} ${next.tryNumber}`);
        play.start(next.taskId);
        open.push(...play.commandsOf("start"));
        play.end(next.taskId, ends[turn % ends.length]);
      } else {
        play.play({ type: "timer fired" }, play.now + 5 * minute);
      }
      open.push(...play.commandsOf("start"));
    }
    return { play, attempts };
  }

  test("the run ends, with every task in a final state and no attempt made twice", () => {
    fc.assert(
      fc.property(graph, outcomes, (shape, ends) => {
        const { play, attempts } = playOut(shape, ends);
        expect(isFinished(play.run.state)).toBe(true);
        expect(Object.values(play.states).every(isFinished)).toBe(true);
        expect(new Set(attempts).size).toBe(attempts.length);
      }),
      { numRuns: 300 },
    );
  });

  test("a task has run only if its rule can have said so, and never more often than it may", () => {
    fc.assert(
      fc.property(graph, outcomes, (shape, ends) => {
        const { play } = playOut(shape, ends);
        const ran = play.run.plan.tasks.filter((task) => (play.tasks[task.taskId]?.tryNumber ?? 0) > 0);
        for (const { taskId, retries } of ran) {
          expect(play.tasks[taskId]?.tryNumber).toBeLessThanOrEqual(retries + 1);
        }
        // The other rules decide at once, on what is there before the rest has ended.
        const patient = ["all_success", "all_done", "none_failed", "all_skipped", "all_failed"];
        for (const { triggerRule, upstream } of ran.filter((task) => patient.includes(task.triggerRule))) {
          const states = upstream.map((id) => play.tasks[id]?.state ?? "none");
          expect(evaluateTriggerRule(triggerRule, states)).toBe("run");
        }
      }),
      { numRuns: 300 },
    );
  });

  test("played again, the same events give the same run", () => {
    fc.assert(
      fc.property(graph, outcomes, (shape, ends) => {
        expect(playOut(shape, ends)).toEqual(playOut(shape, ends));
      }),
      { numRuns: 50 },
    );
  });
});

test("the states are Airflow's, but for deferred", () => {
  expect(taskStates).toHaveLength(12);
});
