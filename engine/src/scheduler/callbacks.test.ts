import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DAG } from "../dag.ts";
import { logFileOf } from "../executors/log.ts";
import { silenceVitest } from "../executors/testing.ts";
import { FunctionOperator } from "../operators/function.ts";
import type { TaskOptions } from "../operators/task-options.ts";
import { byHand, ownerOf } from "../testing.ts";
import { simulate } from "./testing.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "daglings-callbacks-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What the log of a task says that does nothing but call back. */
async function logAfter(own: Partial<TaskOptions>, meanwhile = () => {}): Promise<string> {
  const options = { dag: new DAG(byHand), taskId: "work", callable: () => {}, ...own };
  const { scheduler } = simulate(ownerOf(new FunctionOperator(options)), "2019-01-01", {
    logsFolder: folder,
  });
  const runId = scheduler.trigger({ dagId: "dag" });
  const over = scheduler.run();
  meanwhile();
  await over;
  await scheduler.close();
  return readFileSync(logFileOf(folder, { dagId: "dag", runId, taskId: "work", tryNumber: 1 }), "utf8");
}

describe("a callback", () => {
  test("that has no end may take as long as its task", async () => {
    const told: unknown[] = [];
    const log = await logAfter({
      executionTimeout: { milliseconds: 100 },
      onSuccess: ({ signal }) => {
        signal.addEventListener("abort", () => told.push(signal.reason));
        return new Promise(() => {});
      },
    });
    expect(log).toBe("A callback failed: took longer than 0.1 s\n");
    expect(told).toHaveLength(1);
  });

  test("of a task without a limit may take a minute", async () => {
    const began = Promise.withResolvers<void>();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const minute = async () => {
        await began.promise;
        vi.advanceTimersByTime(59_999);
        expect(vi.getTimerCount()).toBe(1);
        vi.advanceTimersByTime(1);
      };
      const onSuccess = () => {
        began.resolve();
        return new Promise(() => {});
      };
      expect(await logAfter({ onSuccess }, () => void minute())).toBe(
        "A callback failed: took longer than 60 s\n",
      );
    } finally {
      vi.useRealTimers();
    }
  });

  test("that does not await what fails is told so", async () => {
    const hearAgain = silenceVitest();
    const log = await logAfter({ onSuccess: () => void Promise.reject(new Error("no mail")) });
    hearAgain();
    expect(log).toBe(
      "A callback failed: a promise that nobody awaits was rejected: no mail; write await before the call\n",
    );
  });
});
