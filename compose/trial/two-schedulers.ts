// The profile postgres: two schedulers on one database. One is killed in the middle of its work, and the other goes on.

import assert from "node:assert/strict";
import { statesOf, type Api } from "./class.ts";
import type { Containers } from "./containers.ts";
import type { Report } from "./report.ts";

const dagId = "08_templated_path";
const store = ["--store", "postgres://daglings@database/daglings"];
const fine = Array<string>(5).fill("success");

export interface TwoSchedulers {
  readonly containers: Containers;
  /** The API of the scheduler in this service. */
  readonly apiOf: (name: string) => Api;
}

export async function tryTwoSchedulers(report: Report, { containers, apiOf }: TwoSchedulers): Promise<void> {
  await report.need("the database starts, and becomes healthy", () => containers.up("database"));
  await report.need("of two schedulers on it, the second stands by", async () => {
    await containers.up("first");
    await containers.says("first", "API: ");
    await containers.up("second");
    await containers.says("second", "this one stands by");
  });
  await report.check("the service kit finds the one that works, by the database", async () => {
    const { exitCode, stderr } = await containers.run("kit", "dags", "unpause", dagId, ...store);
    assert.equal(exitCode, 0, stderr);
    assert.deepEqual(await statesOf(apiOf("first"), dagId, 5), fine);
  });
  await report.check("it is killed in mid-run, and the second takes over", async () => {
    const { exitCode, stderr } = await containers.run(
      "kit",
      "dags",
      "clear",
      dagId,
      "--from",
      "2019-01-01",
      "--to",
      "2019-01-05",
      ...store,
    );
    assert.equal(exitCode, 0, stderr);
    await containers.end("first", "SIGKILL");
    await containers.says("second", "API: ");
    const states = await statesOf(apiOf("second"), dagId, 5);
    // The lesson has no retries: an attempt that was killed has failed, as in Airflow.
    assert.deepEqual(
      states.filter((state) => state !== "success" && state !== "failed"),
      [],
    );
  });
  await report.check("the first, started again, stands by in its turn", async () => {
    await containers.up("first");
    await containers.says("first", "this one stands by");
  });
}
