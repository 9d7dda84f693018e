// The profile temporal: a server and two workers. One is killed in the middle of its work, and the other goes on.

import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import type { Containers } from "./containers.ts";
import type { Report } from "./report.ts";

const dagIds = ["08_templated_path", "11_atomic_send"];

interface Run {
  readonly runId: string;
  readonly state: string;
}

export async function tryTwoWorkers(report: Report, containers: Containers): Promise<void> {
  await report.need("Temporal's server starts, and becomes healthy", () => containers.up("temporal"));
  await report.check("of two workers one is killed at once, and the other carries out all runs", async () => {
    await Promise.all(["worker", "another_worker"].map((name) => containers.up(name)));
    await containers.says("worker", "Works on 2 DAGs");
    await containers.end("worker", "SIGKILL");
    await containers.says("another_worker", "Works on 2 DAGs"); // until then nobody answers
    for (const dagId of dagIds) {
      for (const { runId, state } of await runsOf(containers, dagId)) {
        // A task without retries whose attempt was killed has failed, as in Airflow. An operator clears it.
        if (state === "failed") await temporal(containers, "clear", dagId, runId);
      }
      const states = (await runsOf(containers, dagId)).map(({ state }) => state);
      assert.deepEqual(states, Array(5).fill("success"));
    }
  });
}

async function temporal(containers: Containers, ...words: readonly string[]): Promise<string> {
  const all = ["temporal", ...words, "--address", "temporal:7233"];
  const { exitCode, stdout, stderr } = await containers.run("another_worker", ...all);
  assert.equal(exitCode, 0, stderr);
  return stdout;
}

/** The five runs of a DAG, once all of them are over. */
async function runsOf(containers: Containers, dagId: string): Promise<readonly Run[]> {
  let runs: readonly Run[] = [];
  for (let tries = 0; tries < 60; tries++) {
    runs = JSON.parse(await temporal(containers, "runs", dagId, "--json")) as Run[];
    if (runs.length === 5 && runs.every(({ state }) => state === "success" || state === "failed")) break;
    await wait(500);
  }
  return runs;
}
