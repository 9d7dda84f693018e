// Real bash throughout.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kill } from "node:process";
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { displayPath } from "@daglings/words";
import { DAG } from "../dag.ts";
import { installTelephone } from "../executors/testing.ts";
import { StoppedError } from "../executors/under-way.ts";
import { refusalOf } from "@daglings/words/testing";
import { attempt, byHand, failureOf, ownerOf } from "../testing.ts";
import { BashOperator } from "./bash.ts";
import type { TaskOptions } from "./task-options.ts";

interface Options extends Partial<TaskOptions> {
  readonly env?: Record<string, string>;
  readonly appendEnv?: boolean;
  readonly cwd?: string;
  readonly skipOnExitCode?: number | readonly number[] | null;
}

const bash = (bashCommand: string, options: Options = {}) =>
  new BashOperator({ dag: new DAG(byHand), taskId: "work", bashCommand, ...options });

const here = `${displayPath(import.meta.filename)}: task "work"`;

describe("the output", () => {
  test("is logged line by line, after the command, and its last line is the result", async () => {
    const { outcome, xcoms, lines } = await attempt(bash("\n  echo one; echo two  \n"));
    expect(outcome).toEqual({ type: "success" });
    expect(lines).toEqual(["$ echo one; echo two", "one", "two"]);
    expect(xcoms).toEqual({ return_value: "two" });
  });

  test("has the errors in between, in their order", async () => {
    const { lines, xcoms } = await attempt(bash("echo a; echo b >&2; echo c; ls /nowhere/at/all"));
    expect(lines.slice(1, 4)).toEqual(["a", "b", "c"]);
    expect(lines[4]).toMatch(/nowhere/);
    expect(xcoms).toEqual({});
  });

  test.each([
    ["true", ""],
    ["echo text; echo", ""],
    ["printf 'no line break  '", "no line break"],
    ["printf 'a\\r\\nb\\r\\n'", "b"],
    ["printf '  é ✓ \\n'", "  é ✓"],
  ])("of %s ends in %j", async (command, last) => {
    expect((await attempt(bash(command))).xcoms).toEqual({ return_value: last });
  });

  test("may be kept to oneself", async () => {
    expect((await attempt(bash("echo text", { doXComPush: false }))).xcoms).toEqual({});
  });

  test("is read to its end, also what a process in the background writes later", async () => {
    const { xcoms } = await attempt(bash("(sleep 0.1; echo late) & echo early"));
    expect(xcoms).toEqual({ return_value: "late" });
  });

  test("is not waited for where the background writes elsewhere", async () => {
    const { xcoms } = await attempt(bash("sleep 60 >/dev/null 2>&1 & echo $!"));
    expect(kill(Number(xcoms["return_value"]), "SIGKILL")).toBe(true); // it was still there
  });
});

describe("the end", () => {
  test.each([
    ["false; true", "success"], // a failure in the middle is not seen
    ["false | true", "success"], // nor one in a pipe
    ["exit 99", "skipped"],
    ["set -e; false; true", "failed"],
  ])("of %s is %s", async (command, type) => {
    expect((await attempt(bash(command))).outcome.type).toBe(type);
  });

  test.each([
    ["exit 3", "bash ended with exit code 3"],
    ["no_such_command", "bash ended with exit code 127"],
    ["kill -KILL $$", "bash was ended by SIGKILL"],
  ])("of %s is a failure that says why", async (command, error) => {
    expect(await failureOf(bash(command))).toContain(error);
  });

  test("names the exit code that skips", async () => {
    expect((await attempt(bash("exit 99"))).lines).toContain(
      "Skipped: bash ended with exit code 99: skipping",
    );
  });

  test.each([
    [7, 7, "skipped"],
    [7, 99, "failed"],
    [[7, 8], 8, "skipped"],
    [[], 99, "failed"],
    [null, 99, "failed"],
  ])("with skipOnExitCode %j and exit code %i is %s", async (skipOnExitCode, code, type) => {
    expect((await attempt(bash(`exit ${code}`, { skipOnExitCode }))).outcome.type).toBe(type);
  });

  test("is a failure where there is no bash", async () => {
    const error = await failureOf(bash("true", { env: { PATH: "/nowhere" } }));
    expect(error).toBe("bash is missing; install it, and see that it is on the PATH");
  });
});

describe("the environment", () => {
  afterEach(() => vi.unstubAllEnvs());
  const show = 'echo "${OUTER-none} ${INNER-none}"';

  test.each([
    [{}, "outer none"],
    [{ env: { INNER: "inner" } }, "none inner"],
    [{ env: { INNER: "inner" }, appendEnv: true }, "outer inner"],
    [{ env: { OUTER: "mine" }, appendEnv: true }, "mine none"],
  ])("with %j is: %s", async (options, expected) => {
    vi.stubEnv("OUTER", "outer");
    expect((await attempt(bash(show, options))).xcoms).toEqual({ return_value: expected });
  });

  test("says in Airflow's words which attempt it is", async () => {
    const names = ["DAG_ID", "TASK_ID", "EXECUTION_DATE", "TRY_NUMBER", "DAG_RUN_ID"];
    const command = names.map((name) => `echo $AIRFLOW_CTX_${name}`).join("\n");
    const { lines } = await attempt(bash(command, { env: {} }), { order: { tryNumber: 2 } });
    const date = "2019-01-01T00:00:00+00:00";
    expect(lines.slice(-5)).toEqual(["dag", "work", date, "2", `scheduled__${date}`]);
  });
});

describe("the folder", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "daglings-bash-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("is that of the engine, or the one that is given", async () => {
    expect((await attempt(bash("pwd"))).xcoms).toEqual({ return_value: process.cwd() });
    writeFileSync(join(folder, "in-it.txt"), "found");
    expect((await attempt(bash("cat in-it.txt", { cwd: folder }))).xcoms).toEqual({ return_value: "found" });
  });

  test("must be there", async () => {
    expect(await failureOf(bash("true", { cwd: join(folder, "missing") }))).toBe(
      `${here}: cwd "${join(folder, "missing")}" is not a folder; make it first`,
    );
    writeFileSync(join(folder, "file"), "");
    expect(await failureOf(bash("true", { cwd: join(folder, "file") }))).toMatch(
      /is not a folder; make it first$/,
    );
  });
});

describe("a template", () => {
  test("is rendered in the command, the environment and the folder", async () => {
    const options = {
      env: { DAY: "{{ds}}", "{{ds}}": "key" },
      cwd: "{{ params.folder }}",
      params: { folder: tmpdir() },
    };
    const { xcoms } = await attempt(bash('echo "{{ ds_nodash }} $DAY $PWD"', options));
    expect(xcoms).toEqual({ return_value: `20190101 2019-01-01 ${tmpdir()}` });
  });

  test("with a typing slip fails before anything runs, and says where", async () => {
    const { outcome, lines } = await attempt(bash("echo {{dss}}"));
    const error = `${here}: template variable "dss" is unknown; did you mean "ds"?`;
    expect(outcome).toEqual({ type: "failed", mayRetry: true, error });
    expect(lines).toEqual([`Failed: ${error}`]);
  });

  test("is read from a file beside the DAG where the command ends like one", async () => {
    // Elsewhere: others may look at the course's own folders meanwhile.
    const elsewhere = mkdtempSync(join(tmpdir(), "daglings-bash-"));
    onTestFinished(() => rmSync(elsewhere, { recursive: true }));
    writeFileSync(join(elsewhere, "command.sh"), "echo from a file on {{ds}}\n");
    const task = bash("command.sh");
    Object.defineProperty(ownerOf(task), "file", { value: join(elsewhere, "dag.ts") });
    expect((await attempt(task)).xcoms).toEqual({ return_value: "from a file on 2019-01-01" });
  });

  test("that ends like a file is one, though it was meant as a command; a space behind it helps", async () => {
    expect(await failureOf(bash("echo run.sh"))).toBe(
      `${here}: template file "echo run.sh" is not beside the DAG's file; ` +
        "it ends like a template file; to have it taken as it is, end it with a space",
    );
    expect((await attempt(bash("echo run.sh "))).xcoms).toEqual({ return_value: "run.sh" });
  });
});

const wasStopped = { type: "failed", mayRetry: true, error: new StoppedError().message };

describe("a command that is told to stop", () => {
  const call = "exec 3<>/dev/tcp/127.0.0.1/$PORT; echo $$ >&3";

  /** Stops the command, of which `call` is a part, as soon as it has called. */
  async function stopped(command: string, afterwards: (pid: number) => void = () => {}) {
    const own = await installTelephone();
    const stop = new AbortController();
    const task = bash(command, { env: { PORT: String(own.port) }, appendEnv: true });
    const ended = attempt(task, { stop: stop.signal });
    const { words, dead } = await own.nextCall();
    stop.abort(new StoppedError());
    afterwards(Number(words));
    const { outcome, lines } = await ended;
    await dead;
    await own.close();
    return { outcome, lines, pid: Number(words) };
  }

  test("is gone, with all that it has started", async () => {
    const { outcome, pid } = await stopped(`${call}; sleep 60 & sleep 60 | sleep 60`);
    expect(outcome).toEqual(wasStopped);
    expect(() => kill(pid, 0)).toThrow("ESRCH");
  });

  test("may tidy up, and has failed even if it then ends well", async () => {
    const { outcome, lines } = await stopped(`trap 'echo tidied; exit 0' TERM; sleep 60 & ${call}; wait`);
    expect(lines).toContain("tidied");
    expect(outcome).toEqual(wasStopped);
  });

  test("takes with it what it has left in the background, deaf and mute", async () => {
    const { outcome } = await stopped(`(trap '' TERM; ${call}; exec sleep 60 >/dev/null 2>&1) & wait`);
    expect(outcome.type).toBe("failed");
  });

  test("is killed when it has not listened for five seconds", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const { outcome, pid } = await stopped(
        `trap '' TERM; ${call}; while true; do sleep 0.1; done`,
        (each) => {
          vi.advanceTimersByTime(4999);
          expect(kill(each, 0)).toBe(true);
          vi.advanceTimersByTime(1);
        },
      );
      expect(outcome).toEqual(wasStopped);
      expect(() => kill(pid, 0)).toThrow("ESRCH");
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  test("is not held up by what has left its group, and holds its output open", async () => {
    const { outcome, lines } = await stopped(`setsid sleep 60 3>&- & echo $!; ${call}; sleep 60`);
    expect(outcome).toEqual(wasStopped);
    expect(kill(Number(lines.find((line) => /^\d+$/.test(line))), "SIGKILL")).toBe(true);
  });

  test("does not start any more where that comes first", async () => {
    const { outcome, lines } = await attempt(bash("echo text"), {
      stop: AbortSignal.abort(new StoppedError()),
    });
    expect(outcome).toEqual(wasStopped);
    expect(lines.filter((line) => line.includes("echo"))).toEqual([]);
  });

  test("is stopped, too, when its time is up", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const own = await installTelephone();
    const options = {
      executionTimeout: { milliseconds: 500 },
      env: { PORT: String(own.port) },
      appendEnv: true,
    };
    const failed = failureOf(bash(`${call}; sleep 60`, options));
    const { dead } = await own.nextCall();
    vi.advanceTimersByTime(500);
    expect(await failed).toBe("took longer than its executionTimeout of 0.5 s");
    await dead;
    await own.close();
  });
});

describe("refused is", () => {
  test.each([
    [{ bashCommand: undefined }, "bashCommand is missing; it must be a text"],
    [{ bashCommand: "" }, 'bashCommand is ""; it must be a text'],
    [{ bash_command: "ls" }, 'option "bash_command" is called "bashCommand" here; write bashCommand: …'],
  ])("%j", (options, message) => {
    const build = () =>
      new BashOperator({ dag: new DAG(byHand), taskId: "work", bashCommand: "ls", ...(options as object) });
    expect(refusalOf(build)).toBe(`UsageError: ${here}: ${message}`);
  });
});
