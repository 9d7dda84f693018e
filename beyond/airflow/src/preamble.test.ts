// The Python side, with a stand-in for Airflow: what it tells node, and what it does with the answer.

import { execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env, execPath, kill } from "node:process";
import { fileURLToPath } from "node:url";
import { loadDags } from "@daglings/engine";
import { kitFolder } from "@daglings/stage";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { exportDags } from "./export-dags.ts";

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "airflow-"));
const exported = join(folder, "everything.py");

beforeAll(async () => {
  const dags = await loadDags(fixture("everything.ts"));
  writeFileSync(exported, exportDags({ dags, file: "beyond/airflow/fixtures/everything.ts", airflow: 3 }));
});
afterAll(() => rmSync(folder, { recursive: true }));

const variables = {
  ...env,
  DAGLINGS_HOME: kitFolder,
  DAGLINGS_FOLDER: join(folder, "work"),
  DAGLINGS_NODE: execPath,
};

interface Said {
  readonly answer: unknown;
  readonly printed: string;
}

async function called(...words: string[]): Promise<Said> {
  return await new Promise((resolve, reject) => {
    execFile("python3", [fixture("stand_in.py"), exported, ...words], { env: variables }, (error, stdout) => {
      if (error) return reject(error);
      const lines = stdout.trim().split("\n");
      resolve({ answer: JSON.parse(lines.at(-1) ?? ""), printed: lines.slice(0, -1).join("\n").trim() });
    });
  });
}

function isAlive(pid: number): boolean {
  try {
    return kill(pid, 0);
  } catch {
    return false;
  }
}

describe.skipIf(spawnSync("python3", ["--version"]).status !== 0)("in Python", () => {
  test("a task's result is returned, what it has pushed is pushed, and its log is printed", async () => {
    const { answer, printed } = await called("run_task", "work");
    expect(answer).toEqual({
      result: { before: "begun", try: 2 },
      pushed: { rows: 3, daglings_keys: ["rows"] },
      extra: { rows: 3 },
    });
    expect(printed).toBe("begins\nof 2024-01-15");
  });

  test.each([
    ["fails", "AirflowException", "once more"],
    ["fails_for_good", "AirflowFailException", "never again"],
    ["skips", "AirflowSkipException", "has skipped itself"],
    ["wrok", "AirflowException", `did you mean "work"?`],
  ])("%s raises %s", async (taskId, raised, message) => {
    const { answer } = await called("run_task", taskId);
    expect(answer).toMatchObject({ raised, message: expect.stringContaining(message) as string });
  });

  test.each([
    ["choose", "branch", ["work"]],
    ["may_go_on", "gate", false],
    ["may_go_on", "work", { before: "begun", try: 2 }],
    ["look", "sensor", { is_done: false, xcom_value: null }],
    ["dates", "two_dates", ["2024-01-15T00:00:00+00:00", "2024-01-16T00:00:00+00:00"]],
  ])("%s, for %s, is what Airflow's operator needs", async (name, taskId, result) => {
    expect((await called(name, taskId)).answer).toMatchObject({ result });
  });

  test("a callback learns of the exception", async () => {
    expect((await called("call_back", "work")).printed).toBe("failed: too late");
  });

  test.each(["SIGTERM", "SIGKILL"] as const)("node ends when Python is ended by %s", async (by) => {
    const words = [fixture("stand_in.py"), exported, "run_task", "sleeps"];
    const python = spawn("python3", words, { env: variables, stdio: ["ignore", "pipe", "inherit"] });
    const [said] = (await once(python.stdout, "data")) as [Buffer];
    const pid = Number(/asleep: (\d+)/.exec(said.toString())?.[1]);
    expect(isAlive(pid)).toBe(true);
    python.kill(by);
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 20_000 });
  });

  test("XComs that are too large for an environment variable are refused with a sentence", async () => {
    const { answer } = await called("run_task", "work", "30000");
    expect(answer).toMatchObject({ raised: "AirflowFailException" });
    expect(answer).toHaveProperty("message", expect.stringContaining("return the path of a file"));
  });
});
