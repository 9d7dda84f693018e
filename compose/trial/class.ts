// What a class does with the classroom when all its services are healthy: lessons by the scheduler, a restart in the
// middle of them, the commands of the service kit; and what that leaves in the volume.

import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Containers } from "./containers.ts";
import type { Network } from "./network.ts";
import type { Report } from "./report.ts";

const days = ["01", "02", "03", "04", "05"].map((day) => `2019-01-${day}`);
const lessonsFolder = fileURLToPath(new URL("../../lessons", import.meta.url));

export type Answer = Readonly<Record<string, unknown>>;
export type Api = (path: string, ...words: string[]) => Promise<Answer>;

export interface Trial {
  readonly containers: Containers;
  /** Through the service classroom. */
  readonly api: Api;
  /** curl on another machine. */
  readonly outside: (...words: string[]) => Promise<string>;
  readonly network: Network;
}

export async function tryLessons(
  report: Report,
  { containers, api, outside, network }: Trial,
): Promise<void> {
  await report.check("all lessons' DAGs are there, and paused", async () => {
    const { dags } = (await api("/api/dags")) as { dags: { dagId: string; paused: boolean }[] };
    const lessons = readdirSync(lessonsFolder).filter((name) => /^\d\d_/.test(name));
    assert.ok(dags.length >= lessons.length - 1);
    assert.deepEqual(
      dags.filter(({ paused }) => !paused),
      [],
    );
  });
  await report.check("nobody gets in without a token", async () => {
    await assert.rejects(outside(`http://${network.addresses.get("classroom")}:8080/api/dags`), /401/);
  });
  await report.check(
    "lesson 08, unpaused by pnpm dags from the service kit, makes its five runs",
    async () => {
      const { exitCode, stderr } = await containers.run(
        "kit",
        "dags",
        "unpause",
        "08_templated_path",
        "--dir",
        "/data/.daglings",
      );
      assert.equal(exitCode, 0, stderr);
      assert.deepEqual(await statesOf(api, "08_templated_path", 5), Array(5).fill("success"));
    },
  );
  await report.check("its files are in /data/events and /data/stats, as in the lecture", () => {
    const data = containers.volume("data");
    assert.deepEqual(
      readdirSync(join(data, "events")),
      days.map((day) => `${day}.json`),
    );
    assert.deepEqual(
      readdirSync(join(data, "stats")),
      days.map((day) => `${day}.csv`),
    );
    assert.match(readFileSync(join(data, "stats", "2019-01-01.csv"), "utf8"), /^date,user,0\n2019-01-01,/);
    assert.equal(statSync(join(data, "stats")).uid, 1000);
  });
  await report.check("the API shows these files, and nothing else of the container", async () => {
    const { files } = (await api("/api/files")) as { files: { path: string }[] };
    const paths = files.map(({ path }) => path);
    assert.ok(paths.includes("data/stats/2019-01-01.csv"));
    assert.deepEqual(
      paths.filter((path) => !path.startsWith("data/")),
      [],
    );
    await assert.rejects(api("/api/files/etc/passwd"), /404/);
  });
  await report.check("lesson 11, unpaused by the API, sends its mails", async () => {
    await api("/api/dags/11_atomic_send", "-X", "PATCH", "--json", '{"paused":false}');
    assert.deepEqual(await statesOf(api, "11_atomic_send", 5), Array(5).fill("success"));
    const told = await outside(`http://${network.addresses.get("mailpit")}:8025/api/v1/messages`);
    const { messages } = JSON.parse(told) as { messages: { Subject: string; To: { Address: string }[] }[] };
    assert.equal(messages.length, 5);
    for (const day of days)
      assert.ok(
        messages.some(({ Subject }) => Subject.includes(day)),
        day,
      );
    assert.ok(messages.every(({ To }) => To[0]?.Address === "user@example.com"));
  });
  await report.check("lesson 12, triggered for a minute, asks the exchange", async () => {
    const body = '{"logicalDate":"2024-01-15T00:00:00Z"}';
    await api("/api/dags/12_binance_fetch_minute", "-X", "PATCH", "--json", '{"paused":false}');
    await api("/api/dags/12_binance_fetch_minute/runs", "--json", body);
    const states = await statesOf(api, "12_binance_fetch_minute", 1);
    assert.equal(states[0], "success");
    await api("/api/dags/12_binance_fetch_minute", "-X", "PATCH", "--json", '{"paused":true}');
  });
}

export async function tryRestart(
  report: Report,
  { containers, api }: Pick<Trial, "containers" | "api">,
): Promise<void> {
  const dagId = "10_non_atomic_send";
  const begin = async () => {
    const from = ["--json", `{"from":"${days[0]}","to":"${days[4]}"}`];
    await api(`/api/dags/${dagId}`, "-X", "PATCH", "--json", '{"paused":false}');
    await api(`/api/dags/${dagId}/backfill`, ...from);
  };
  await report.check(
    "the scheduler, told to stop in mid-run, ends cleanly, and goes on from where it was",
    async () => {
      await begin();
      assert.equal(await containers.end("scheduler", "SIGTERM"), 0, containers.logs("scheduler"));
      await containers.up("scheduler");
      assert.deepEqual(await statesOf(api, dagId, 5), Array(5).fill("success"));
    },
  );
  await report.check(
    "killed in mid-run, it goes on when it is started again, and nothing is left hanging",
    async () => {
      const clear = async (only: object) => {
        const { runs } = (await api(`/api/dags/08_templated_path/runs`)) as { runs: { runId: string }[] };
        for (const { runId } of runs) {
          const path = `/api/dags/08_templated_path/runs/${encodeURIComponent(runId)}/clear`;
          await api(path, "--json", JSON.stringify(only));
        }
      };
      await clear({});
      await containers.end("scheduler", "SIGKILL");
      await containers.up("scheduler");
      const states = await statesOf(api, "08_templated_path", 5);
      assert.deepEqual(
        states.filter((state) => state !== "success" && state !== "failed"),
        [],
      );
      if (!states.includes("failed")) return;
      // The lesson has no retries: an attempt that was killed has failed, as in Airflow. An operator clears it.
      await clear({ onlyFailed: true, downstream: true });
      assert.deepEqual(await statesOf(api, "08_templated_path", 5), Array(5).fill("success"));
    },
  );
  await report.check("the classroom answers as long as its scheduler lives", async () => {
    assert.equal((await api("/api/health"))["status"], "healthy");
  });
}

export async function tryKit(report: Report, containers: Containers): Promise<void> {
  const kit = async (...words: string[]) => {
    const { exitCode, stdout: said, stderr } = await containers.run("kit", ...words);
    assert.equal(exitCode, 0, `${said}${stderr}`);
    return said;
  };
  await report.check("kit lesson 08 runs the lesson", async () => {
    const { dags } = JSON.parse(await kit("lesson", "08", "--json")) as {
      dags: { runs: { state: string }[] }[];
    };
    assert.deepEqual(
      dags[0]?.runs.map(({ state }) => state),
      Array(5).fill("success"),
    );
    const left = join(containers.volume("data"), "runs/08_templated_path/data/stats");
    assert.deepEqual(
      readdirSync(left),
      days.map((day) => `${day}.csv`),
    );
  });
  await report.check("kit start 08 and kit check 08: the volume keeps a student's own version", async () => {
    await kit("start", "08");
    assert.ok(statSync(join(containers.volume("data"), "work/08_templated_path/dag.ts")).isFile());
    const { exitCode } = await containers.run("kit", "check", "08");
    assert.equal(exitCode, 1); // the file that start makes is not the lesson yet
  });
}

/** The states of its runs, once there are this many and all of them are over. */
export async function statesOf(api: Api, dagId: string, count: number): Promise<string[]> {
  let states: string[] = [];
  for (let tries = 0; tries < 120; tries++) {
    const { runs } = (await api(`/api/dags/${dagId}/runs`)) as { runs: { state: string }[] };
    states = runs.map(({ state }) => state);
    if (states.length >= count && states.every((state) => state === "success" || state === "failed")) break;
    await wait(500);
  }
  return states;
}
