import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { kill, platform } from "node:process";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Experiment, Observation } from "@daglings/lessons";
import { stopwatch } from "@daglings/stage";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { installTelephone } from "../../../engine/src/executors/testing.ts";
import { isRunning, temporaryFolder } from "../../../kit/src/testing.ts";
import { openLaboratory, type Findings, type Trial } from "./laboratory.ts";
import { usualLimits, type Limits } from "./limits.ts";

vi.setConfig({ testTimeout: 60_000 }); // each starts processes
enableCompileCache(); // before TMPDIR is another one, where nothing may be left

/** As long as a test may take: what is waited for comes at once, unless the machine is busy. */
const patient = { timeout: 60_000 };

const head = `
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { BashOperator, chain, DAG, EmailOperator, FunctionOperator } from "@daglings/engine";
const dag = new DAG({ schedule: "@daily", startDate: "2019-01-01", endDate: "2019-01-05" });
`;

interface Attempt {
  readonly lesson?: string;
  readonly experiments?: readonly Experiment[];
  readonly limits?: Partial<Limits>;
  readonly isWorthMore?: Trial["isWorthMore"];
  /** Default: like the user's own version, whose processes start in half the time. */
  readonly isTrusted?: boolean;
  readonly signal?: AbortSignal;
}

/** Tries out a whole file as a version of a lesson, mostly of 02. Nothing may be left of it but its findings. */
async function tryWithSeeds(
  text: string,
  seeds: readonly number[],
  attempt: Attempt = {},
): Promise<Findings[]> {
  const { lesson = "02", experiments = ["run"], limits, isTrusted = true, signal } = attempt;
  const { isWorthMore = () => true } = attempt;
  const [file, forTemporaryFiles] = [join(temporaryFolder(), "dag.ts"), temporaryFolder()];
  writeFileSync(file, text);
  const laboratory = openLaboratory({ limits: { ...usualLimits, ...limits }, isTrusted });
  vi.stubEnv("TMPDIR", forTemporaryFiles);
  const findings = laboratory.tryOut({ lesson, file, seeds }, { experiments, isWorthMore, signal });
  vi.unstubAllEnvs(); // its folder is made already
  try {
    return await findings;
  } finally {
    await laboratory.close();
    expect(readdirSync(forTemporaryFiles)).toEqual([]);
  }
}

/** The same, with a single seed. */
async function tryFile(text: string, attempt?: Attempt): Promise<Findings> {
  const [findings] = await tryWithSeeds(text, [0], attempt);
  if (!findings) throw new Error("there are no findings");
  return findings;
}

/** The same, with the tasks alone. */
function tryTasks(tasks: string, attempt?: Attempt): Promise<Findings> {
  return tryFile(`${head}${tasks}\nexport default dag;\n`, attempt);
}

function callable(code: string): string {
  return `new FunctionOperator({ dag, taskId: "t", callable({ ds }) { ${code} } });`;
}

function seenIn(findings: Findings, experiment: Experiment): Observation {
  const found = findings.observations.get(experiment);
  if (!found) throw new Error(`"${experiment}" was not seen: ${JSON.stringify([...findings.troubles])}`);
  return found;
}

/** The process ids that a version has written into files. */
function pidsIn({ files, before }: Observation): number[] {
  const pids = Object.entries({ ...before, ...files }).filter(([path]) => path.endsWith(".pid"));
  const numbers = pids.map(([, text]) => Number(text));
  onTestFinished(() => {
    for (const pid of numbers.filter(isRunning)) kill(pid, "SIGKILL");
  });
  return numbers;
}

describe("a version that", () => {
  test.each([true, false])("runs is seen, with what its tasks leave; trusted: %j", async (isTrusted) => {
    const run = seenIn(await tryTasks(callable("writeFileSync(`${ds}.txt`, ds);"), { isTrusted }), "run");
    expect(run.loadError).toBeNull();
    expect(Object.values(run.files)).toHaveLength(5);
    expect(run.files["2019-01-03.txt"]).toBe("2019-01-03");
    expect(run.dags.map(({ tasks, runs }) => [tasks, runs.map(({ state }) => state)])).toEqual([
      [[{ taskId: "t", upstream: [] }], Array.from({ length: 5 }, () => "success")],
    ]);
    expect(run.source).toContain("export default dag");
    expect(run.eventsBetween("2019-01-01", "2019-01-02")).not.toEqual([]);
  });

  test.each([
    ["process.exit(0);", "its process ended (exit code 0)", /; does it call process\.exit\?$/],
    ["process.exit(3);", "its process ended (exit code 3)", /; does it call process\.exit\?$/],
    ["process.kill(process.pid, 'SIGKILL');", "its process ended (SIGKILL)", /\+00:00$/],
    [
      "setTimeout(() => { throw new Error('later'); }); return new Promise(() => {});",
      "its process ended (exit code 1)",
      /; it said "Error: later"$/,
    ],
  ])("ends its process by %s fails", async (code, message, why) => {
    const { troubles } = await tryTasks(callable(code));
    expect(troubles.get("run")?.status).toBe("fail");
    expect(troubles.get("run")?.message).toContain(`${message}: "run", in task "t" of run `);
    expect(troubles.get("run")?.message).toMatch(why);
  });

  test("ends its process while it is loaded fails", async () => {
    const { troubles } = await tryFile("process.exit(0);");
    expect(troubles.get("run")).toEqual({
      status: "fail",
      message: "its process ended (exit code 0): loading the file; does it call process.exit?",
    });
  });

  test.each([
    [
      "files",
      { disk: 5 },
      "writeFileSync('a.bin', Buffer.alloc(20e6)); return new Promise(() => {});",
      "more than 5 MB of files",
    ],
    ["words", { disk: 5 }, "for (;;) console.log('x'.repeat(1e4));", "more than 5 MB of files"],
    [
      "objects",
      { memory: 100 },
      "const all = []; for (;;) all.push(Array.from({ length: 1e5 }, Math.random));",
      "more than 100 MB of memory",
    ],
    [
      "buffers",
      { memory: 100 },
      "globalThis.all = []; setInterval(() => globalThis.all.push(Buffer.alloc(2e7, 1)), 5); return new Promise(() => {});",
      "more than 100 MB of memory",
    ],
  ])("floods the machine with %s fails", async (_, limits, code, message) => {
    const { troubles } = await tryTasks(callable(code), { limits });
    expect(troubles.get("run")?.status).toBe("fail");
    expect(troubles.get("run")?.message).toContain(`${message}: "run", in task "t"`);
  });

  test("writes outside its folder is refused, and told where it may write", async () => {
    const outside = join(temporaryFolder(), "outside.txt");
    const writing = callable(`writeFileSync(${JSON.stringify(outside)}, "x");`);
    const run = seenIn(await tryTasks(writing, { isTrusted: false }), "run");
    expect(existsSync(outside)).toBe(false);
    const [task] = run.dags[0]?.runs[0]?.tasks ?? [];
    expect(task).toMatchObject({ state: "failed" });
    expect(task?.error).toMatch(
      /^it may write only below the folder of its run, as in data\/stats\.csv; .*dag\.ts:6\)$/,
    );
  });

  test("flushes what it has written may do so", async () => {
    const tasks = `
      new FunctionOperator({ dag, taskId: "t", async callable({ ds }) {
        const file = openSync(\`\${ds}.1\`, "w");
        fsyncSync(file);
        fdatasyncSync(file);
        await new Promise((resolve, reject) => fsync(file, (error) => (error ? reject(error) : resolve())));
        closeSync(file);
        writeFileSync(\`\${ds}.2\`, "whole", { flush: true });
        await writeFile(\`\${ds}.3\`, "whole", { flush: true });
        const handle = await open(\`\${ds}.4\`, "w");
        await handle.sync();
        await handle.close();
      } });`;
    const imports = `
      import { closeSync, fdatasyncSync, fsync, fsyncSync, openSync } from "node:fs";
      import { open, writeFile } from "node:fs/promises";`;
    const run = seenIn(await tryTasks(`${imports}${tasks}`), "run");
    expect(run.dags[0]?.runs.map(({ tasks: [task] }) => task?.error)).toEqual([null, null, null, null, null]);
    expect(run.files["2019-01-01.3"]).toBe("whole");
  });

  test.skipIf(platform === "win32")("leaves processes behind does not leave them for long", async () => {
    const leave = `
      new BashOperator({ dag, taskId: "a", bashCommand: "sleep 3600 > /dev/null 2>&1 & echo $! > {{ds}}.a.pid" });
      new FunctionOperator({ dag, taskId: "b", callable({ ds }) {
        const child = spawn("sleep", ["3600"], { detached: true, stdio: "inherit" });
        child.unref();
        writeFileSync(\`\${ds}.b.pid\`, String(child.pid));
      } });`;
    const began = stopwatch();
    const run = seenIn(await tryTasks(leave), "run");
    expect(stopwatch() - began).toBeLessThan(usualLimits.time); // what holds its output open is not waited for
    const pids = pidsIn(run);
    expect(pids).toHaveLength(10);
    await vi.waitFor(() => expect(pids.filter(isRunning)).toEqual([]), patient); // a busy machine ends them later
  });

  test("does not parse is not taken for a version", async () => {
    const { status, message } = (await tryFile("const dag = new DAG({;")).troubles.get("run") ?? {};
    expect(status).toBe("error");
    expect(message).toContain("dag.ts:1: does not parse: ");
    expect(message).not.toContain("experiment itself");
  });

  test.each([
    [
      "throws while it is loaded",
      `throw new Error("not today");`,
      "dag.ts:1: fails while it is loaded: not today",
    ],
    ["exports nothing", "", "dag.ts: exports no DAG; end it with: export default dag;"],
    ["exports something else", "export default 42;", "dag.ts: exports something other than a DAG by default"],
  ])("%s is seen not to load", async (_, text, message) => {
    expect(seenIn(await tryFile(text), "run").loadError).toContain(message);
  });

  test("does not load ends at once, even with other DAGs beside it", async () => {
    const [began, time] = [stopwatch(), 15_000];
    const findings = await tryFile(`throw new Error("not today");`, { lesson: "14", limits: { time } });
    expect(seenIn(findings, "run").loadError).toContain("not today");
    expect(stopwatch() - began).toBeLessThan(time); // nobody had to end it
  });

  test("talks to the kit is not listened to", async () => {
    const talk = `
      process.send?.("hello");
      process.send?.({ type: "nonsense" });
      process.send?.(null);
      process.send?.({});`;
    expect(seenIn(await tryTasks(`${talk}${callable("")}`), "run").dags).toHaveLength(1);
  });

  test("hangs up on the kit loses nothing but its own marks", async () => {
    const { troubles } = await tryTasks(callable("process.disconnect();"));
    expect(troubles.get("run")?.status).toBe("fail");
  });
});

describe("the experiment", () => {
  const files = (observation: Observation) => Object.keys(observation.files);
  const write = (path: string) => callable(`writeFileSync(\`${path}\`, String(Math.random()));`);

  test('"again" continues in the folder of "run", with a new database', async () => {
    const findings = await tryTasks(write("${ds}.txt"), { experiments: ["run", "again"] });
    const [run, again] = [seenIn(findings, "run"), seenIn(findings, "again")];
    expect(again.before).toEqual(run.files);
    expect(files(again)).toEqual(files(run));
    expect(again.files).not.toEqual(run.files);
    expect(again.dags[0]?.runs.map(({ tasks }) => tasks[0]?.attempts)).toEqual([1, 1, 1, 1, 1]);
  });

  test('"alone" empties data/, and repeats only the second run', async () => {
    const tasks = callable('mkdirSync("data", { recursive: true }); writeFileSync(`data/${ds}.txt`, ds);');
    expect(tasks).toContain("data"); // the folder is made where the file is loaded, too
    const alone = seenIn(await tryTasks(tasks, { experiments: ["run", "alone"] }), "alone");
    expect(Object.keys(alone.before)).toHaveLength(5);
    expect(alone.files).toEqual({ "data/2019-01-02.txt": "2019-01-02" });
    expect(alone.dags[0]?.runs.map(({ tasks: [task] }) => task?.attempts)).toEqual([1, 2, 1, 1, 1]);
  });

  test('"outage" is an hour with servers that only answer with errors, and with the files of "run"', async () => {
    const fetching = `new BashOperator({ dag, taskId: "t", bashCommand: "mkdir -p data && curl --silent --output data/{{ds}}.txt $EVENTS_API/events" });`;
    const findings = await tryTasks(fetching, { experiments: ["run", "outage"] });
    const [run, outage] = [seenIn(findings, "run"), seenIn(findings, "outage")];
    expect(outage.before).toEqual(run.files);
    expect(outage.requests.map(({ status }) => status)).toEqual([500, 500, 500]);
    expect(files(outage)).toEqual(files(run));
    expect(outage.files).not.toEqual(run.files);
  });

  test('"altered" raises the numbers in CSV files, and repeats only the sender', async () => {
    const tasks = `
      const calculate = new FunctionOperator({ dag, taskId: "calculate", callable({ ds }) {
        mkdirSync("data", { recursive: true });
        writeFileSync(\`data/\${ds}.csv\`, "user,0\\nbob,7\\n");
      } });
      const send = new FunctionOperator({ dag, taskId: "send_stats", callable({ ds }) {
        writeFileSync(\`\${ds}.sent\`, readFileSync(\`data/\${ds}.csv\`));
      } });
      chain(calculate, send);`;
    const altered = seenIn(
      await tryTasks(tasks, { lesson: "11", experiments: ["run", "altered"] }),
      "altered",
    );
    expect(altered.files["2019-01-02.sent"]).toBe("user,0\nbob,1007\n");
    expect(altered.dags[0]?.runs[1]?.tasks.map(({ attempts }) => attempts)).toEqual([2, 3]);
  });

  test('"cut" breaks off each answer, and "busy" refuses each mail', async () => {
    const curl = `new BashOperator({ dag, taskId: "t", bashCommand: "curl --silent --output {{ds}}.txt $EVENTS_API/events; echo $? > {{ds}}.code" });`;
    const cut = seenIn(await tryTasks(curl, { experiments: ["run", "cut"] }), "cut");
    expect(cut.files["2019-01-01.code"]).toBe("18\n");
    expect(cut.files["2019-01-01.txt"]).toMatch(/^\[\{/);
    expect(() => JSON.parse(cut.files["2019-01-01.txt"] ?? "") as unknown).toThrow(SyntaxError);

    const mail = `new EmailOperator({ dag, taskId: "t", to: "a@example.com", subject: "{{ds}}", htmlContent: "" });`;
    const busy = seenIn(await tryTasks(mail, { lesson: "11", experiments: ["run", "busy"] }), "busy");
    expect(busy.mails).toEqual([]);
    expect(busy.dags[0]?.runs[0]?.tasks[0]?.error).toContain("451 busy, try again later");
  });

  test('"killed" really kills, and another process takes over', async () => {
    const tasks = `
      const write = ({ ds, ti }) => writeFileSync(\`\${ds}.\${ti.taskId}.\${process.pid}\`, "");
      const first = new FunctionOperator({ dag, taskId: "first", callable: write, retries: 1 });
      const second = new FunctionOperator({ dag, taskId: "second", callable: write, retries: 1 });
      chain(first, second);`;
    const killed = seenIn(await tryTasks(tasks, { experiments: ["run", "killed"] }), "killed");
    const pids = (there: Observation["files"], name: string) =>
      new Set(Object.keys(there).flatMap((path) => (path.includes(name) ? [path.split(".")[2]] : [])));

    expect(Object.keys(killed.before).filter((path) => path.includes("second"))).toEqual([]);
    const [killedPid] = pids(killed.before, "first");
    expect(isRunning(Number(killedPid))).toBe(false);
    expect(pids(killed.files, "second")).not.toContain(killedPid);
    expect(pids(killed.files, "second").size).toBe(1);
    const runs = killed.dags[0]?.runs ?? [];
    expect(runs.map(({ state }) => state)).toEqual(Array.from({ length: 5 }, () => "success"));
    // What was done is not done again.
    expect(runs.map(({ tasks: [first] }) => first?.attempts)).toEqual([1, 1, 1, 1, 1]);
  });

  test("each loads the version again, and finds nothing that another has left in the process", async () => {
    const tasks = `
      let loaded = 0;
      process.env.LEFT = (process.env.LEFT ?? "") + "x";
      ${callable(`
        globalThis.calls = (globalThis.calls ?? 0) + 1;
        loaded += 1;
        writeFileSync([process.cwd().split("/").at(-1), process.pid, globalThis.calls, loaded, process.env.LEFT].join("."), "");
      `)}`;
    const experiments = ["run", "again", "outage", "cut", "busy", "killed"] as const;
    const { observations } = await tryTasks(tasks, { experiments });
    const places = [...observations.values()].flatMap(({ before, files: after }) => [before, after]);
    const names = [...new Set(places.flatMap((place) => Object.keys(place)))].map((name) => name.split("."));
    expect(new Set(names.map(([place]) => place))).toEqual(
      new Set(["run", "outage", "cut", "busy", "killed"]),
    );
    expect(names.filter(([, , calls, loaded, left]) => calls !== loaded || left !== "x")).toEqual([]);
    for (const own of Map.groupBy(names, ([place]) => place).values()) {
      expect(own.map(([, , calls]) => calls)).toContain("1");
    }
    expect(new Set(names.map(([, pid]) => pid)).size).toBe(2); // another one takes over from the one that is killed
  });

  test("what one experiment has begun and could not end does not go on in another", async () => {
    const tasks = callable(
      'if (process.cwd().endsWith("run")) setInterval(() => writeFileSync("late", ""), 1);',
    );
    const { observations } = await tryTasks(tasks, { experiments: ["run", "cut"] });
    expect(Object.keys(observations.get("cut")?.files ?? { late: "" })).toEqual([]);
  });

  test("that is not worth while is left out", async () => {
    const isWorthMore = (run: Observation) => files(run).length > 100;
    const findings = await tryTasks(write("${ds}.txt"), {
      experiments: ["run", "again", "killed"],
      isWorthMore,
    });
    expect([...findings.observations.keys()]).toEqual(["run"]);
  });

  test("that follows is left out for a version that does not load", async () => {
    const findings = await tryFile("", { experiments: ["run", "again", "killed"] });
    expect([...findings.observations.keys()]).toEqual(["run"]);
  });
});

describe("with several seeds, a version", () => {
  test("goes on in the process that took over, and finds nothing of the seed before", async () => {
    const tasks = callable(`
      const own = [ds, process.env.TMPDIR + "/" + ds];
      writeFileSync([ds, process.pid].join("."), own.filter((path) => existsSync(path)).join());
      for (const path of own) writeFileSync(path, "");
    `);
    const findings = await tryWithSeeds(`${head}${tasks}\nexport default dag;\n`, [3, 4], {
      experiments: ["run", "killed"],
    });
    expect(findings.map(({ seed }) => seed)).toEqual([3, 4]);
    const pids = findings.map((each) => {
      const [run, killed] = [seenIn(each, "run"), seenIn(each, "killed")];
      const marks = Object.entries(run.files).filter(([path]) => path.includes("."));
      expect(marks.map(([, found]) => found)).toEqual(["", "", "", "", ""]);
      expect(run.dags[0]?.runs.map(({ tasks: [task] }) => task?.attempts)).toEqual([1, 1, 1, 1, 1]);
      expect(run.eventsBetween("2019-01-01", "2019-01-02")).toEqual(
        killed.eventsBetween("2019-01-01", "2019-01-02"),
      );
      return [...marks.map(([path]) => path), ...Object.keys(killed.files)].flatMap(
        (path) => path.split(".")[1] ?? [],
      );
    });
    expect(new Set(pids[0]).size).toBe(2);
    expect(new Set(pids.flat()).size).toBe(3);
  });

  test("finds an empty cache of flows", async () => {
    const tasks = `
      const counted = task(() => String(performance.now()), { cacheKey: () => "counted" });
      new FunctionOperator({ dag, taskId: "t", async callable({ ds }) { writeFileSync(ds, await counted()); } });`;
    const text = `import { task } from "@daglings/flow";${head}${tasks}\nexport default dag;\n`;
    const findings = await tryWithSeeds(text, [3, 4]);
    const [first, second] = findings.map((each) => Object.values(seenIn(each, "run").files));
    expect([first?.length, second?.length]).toEqual([5, 5]);
    expect(second?.filter((each) => first?.includes(each))).toEqual([]);
  });

  test("that ends its process with one of them is tried out with the next all the same", async () => {
    const text = `${head}${callable("process.exit(3);")}\nexport default dag;\n`;
    const findings = await tryWithSeeds(text, [3, 4]);
    expect(findings.map(({ seed, troubles }) => [seed, troubles.get("run")?.status])).toEqual([
      [3, "fail"],
      [4, "fail"],
    ]);
  });
});

test("an observing process goes on to the next version, unless a version has ended it", async () => {
  const file = join(temporaryFolder(), "dag.ts");
  const laboratory = openLaboratory({ limits: usualLimits, isTrusted: true });
  onTestFinished(() => laboratory.close());
  const tryNext = async (code: string) => {
    const task = callable(`writeFileSync("ppid", String(process.ppid)); ${code}`);
    writeFileSync(file, `${head}${task}\nexport default dag;\n`);
    const subject = { lesson: "02", file, seeds: [0] };
    return await laboratory.tryOut(subject, { experiments: ["run"], isWorthMore: () => true });
  };
  const observerOf = (findings: Findings[]) =>
    findings.map((each) => seenIn(each, "run").files["ppid"]).join();
  const first = observerOf(await tryNext(""));
  expect(observerOf(await tryNext(""))).toBe(first);
  const [killed] = await tryNext("process.kill(process.ppid, 'SIGKILL');");
  expect(killed?.troubles.size).toBe(1);
  expect(observerOf(await tryNext(""))).not.toBe(first);
});

test("Ctrl-C ends what is under way, and leaves nothing", async () => {
  const stopping = new AbortController();
  const isWorthMore = () => {
    stopping.abort();
    return true;
  };
  const looping = callable("if (isAgain) for (;;); writeFileSync('x', '');");
  const findings = tryTasks(`const isAgain = existsSync("x");\n${looping}`, {
    experiments: ["run", "again"],
    isWorthMore,
    signal: stopping.signal,
  });
  await expect(findings).rejects.toThrow("aborted");
});

test.skipIf(platform === "win32")(
  "a version that hangs is ended with all that it has started, and is told what it was doing",
  async () => {
    const telephone = await installTelephone();
    onTestFinished(() => telephone.close());
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }); // time is up when all of them hang, and not before
    onTestFinished(() => void vi.useRealTimers());
    const pids = temporaryFolder(); // what is seen of it is lost with it: bash, which is not held back, writes there
    const calling = `
      const call = (words) => new Promise((resolve) => {
        const line = connect(${telephone.port}, "127.0.0.1", () => line.write(words + "\\n", resolve));
      });`;
    const hang = (words: string) => `return call("${words}").then(() => { for (;;); });`;
    const started = `
      new BashOperator({ dag, taskId: "bash", bashCommand: "echo > ${pids}/$$; touch started; sleep 3600" });
      const isStarted = () => new Promise((resolve) => {
        const timer = setInterval(() => existsSync("started") && resolve(clearInterval(timer)), 5);
      });
      new FunctionOperator({ dag, taskId: "t", async callable() { await isStarted(); ${hang("started")} } });`;
    const inKilled = callable(`if (process.cwd().endsWith('killed')) ${hang("in killed")}`);
    const doing = (experiment: string) =>
      new RegExp(
        `^still running after 6 s: "${experiment}", in task "t" of run scheduled__2019-01-0\\dT00:00:00\\+00:00$`,
      );
    const attempts: [words: string, tasks: string, experiments: Experiment[], message: RegExp][] = [
      ["started", started, ["run"], doing("run")],
      ["waiting", callable('call("waiting"); return new Promise(() => {});'), ["run"], doing("run")],
      ["loading", 'await call("loading"); for (;;);', ["run"], /^still running after 6 s: loading the file$/],
      ["in killed", inKilled, ["run", "killed"], doing("killed")],
    ];
    const limits = { time: 6000 };
    const tried = Promise.all(
      attempts.map(([, tasks, experiments]) =>
        tryTasks(`import { connect } from "node:net";${calling}${tasks}`, { limits, experiments }),
      ),
    );
    const silent = new Set(attempts.map(([words]) => words));
    while (silent.size > 0) silent.delete((await telephone.nextCall()).words);
    await nextTurn(); // what they were doing was said before they called
    vi.advanceTimersByTime(limits.time);
    const endings = await tried;
    for (const [index, [, , experiments, message]] of attempts.entries()) {
      const trouble = endings[index]?.troubles.get(experiments.at(-1) ?? "run");
      expect(trouble?.status).toBe("fail");
      expect(trouble?.message).toMatch(message);
    }
    const numbers = readdirSync(pids).map(Number);
    expect(numbers.length).toBeGreaterThan(0);
    await vi.waitFor(() => expect(numbers.filter(isRunning)).toEqual([]), patient);
  },
  60_000,
);
