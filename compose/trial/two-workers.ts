// The profile temporal: a server and two workers. One is killed in the middle of its work, and the other goes on.

import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import type { Containers } from "./containers.ts";
import type { Report } from "./report.ts";

const dagIds = ["08_templated_path", "11_atomic_send"];

export async function tryTwoWorkers(report: Report, containers: Containers): Promise<void> {
  await report.need("Temporal's server starts, and becomes healthy", () => containers.up("temporal"));
  await report.check("of two workers one is killed at once, and the other carries out all runs", async () => {
    await Promise.all(["worker", "another_worker"].map((name) => containers.up(name)));
    await containers.says("worker", "Works on 2 DAGs");
    await containers.end("worker", "SIGKILL");
    for (const dagId of dagIds) {
      assert.deepEqual(await statesOf(containers, dagId), Array(5).fill("success"));
    }
  });
}

/** The states of its five runs, once all of them are over. */
async function statesOf(containers: Containers, dagId: string): Promise<string[]> {
  const words = ["temporal", "runs", dagId, "--json", "--address", "temporal:7233"];
  let states: string[] = [];
  for (let tries = 0; tries < 60; tries++) {
    const { exitCode, stdout, stderr } = await containers.run("another_worker", ...words);
    assert.equal(exitCode, 0, stderr);
    states = (JSON.parse(stdout) as { state: string }[]).map(({ state }) => state);
    if (states.length === 5 && states.every((state) => state === "success" || state === "failed")) break;
    await wait(500);
  }
  return states;
}
