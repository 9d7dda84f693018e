import { Ajv2020 } from "ajv/dist/2020.js";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { get, type IncomingMessage } from "node:http";
import { once } from "node:events";
import { join } from "node:path";
import { platform } from "node:process";
import { beforeEach, describe, expect, test } from "vitest";
import { chain, DAG, FunctionOperator } from "@daglings/engine";
import { startTestApi, type TestApi, type Told } from "../testing.ts";
import { endpoints } from "./app.ts";
import { schemas } from "./schema.ts";

let api: TestApi;

beforeEach(async () => {
  api = await startTestApi();
});

const message = ({ json }: Told) => (json["error"] as { message: string }).message;
const runPath = (day: string) =>
  `/api/dags/daily/runs/${encodeURIComponent(`scheduled__${day}T00:00:00+00:00`)}`;

/** Each answer that this file has seen, by what was asked, is held to the schema that the documents promise. */
function isPromised(method: string, path: string, body: unknown): string[] {
  const endpoint = endpoints.find(
    (each) =>
      each.method === method.toLowerCase() &&
      new RegExp(`^${each.path.replaceAll(/\{\w+\}/g, "[^/?]+")}$`).test(path),
  );
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const fits = ajv.compile({ ...endpoint?.answer.schema, components: { schemas } });
  return fits(body) ? [] : (fits.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

describe("what can be looked at", () => {
  beforeEach(() => api.run("2019-01-04T06:00Z"));

  test.each([
    ["/api/health", { status: "healthy", now: "2019-01-04T06:00:00Z", dags: 1, unfinishedRuns: 0 }],
    [
      "/api/dags/daily",
      { dagId: "daily", paused: false, nextRunAt: "2019-01-05T00:00:00Z", schedule: "@daily" },
    ],
    ["/api/dags", { dags: [{ dagId: "daily" }] }],
    [
      "/api/dags/daily/runs",
      { runs: [{ logicalDate: "2019-01-03T00:00:00Z", state: "success" }, { state: "failed" }, {}] },
    ],
    ["/api/dags/daily/runs?state=failed", { runs: [{ logicalDate: "2019-01-02T00:00:00Z" }] }],
    ["/api/dags/daily/runs?limit=1&before=2019-01-02", { runs: [{ logicalDate: "2019-01-01T00:00:00Z" }] }],
    [
      "/api/dags/daily/next?count=2",
      { runs: [{ runAfter: "2019-01-05T00:00:00Z" }, { runAfter: "2019-01-06T00:00:00Z" }] },
    ],
  ])("%s", async (path, expected) => {
    const { status, json } = await api.ask("GET", path);
    expect(status).toBe(200);
    expect(json).toMatchObject(expected);
    expect(isPromised("GET", path.replace(/\?.*/, ""), json)).toEqual([]);
  });

  test("a run, its tasks, its attempts, what they pushed and wrote", async () => {
    const path = runPath("2019-01-02");
    const run = await api.ask("GET", path);
    expect(run.json).toMatchObject({
      run: { state: "failed" },
      tasks: [
        { taskId: "count", state: "failed", tryNumber: 1 },
        { taskId: "fetch", state: "success" },
      ],
    });
    const attempts = await api.ask("GET", `${path}/attempts`);
    expect(attempts.json["attempts"]).toMatchObject([
      { taskId: "count", error: expect.stringContaining("a bad day") as string },
      { taskId: "fetch", error: null },
    ]);
    expect((await api.ask("GET", `${path}/tasks/fetch/xcoms/return_value`)).json).toEqual({
      value: { day: "2019-01-02" },
    });
    const xcoms = await api.ask("GET", `${path}/xcoms`);
    expect(xcoms.json).toEqual({
      xcoms: [{ taskId: "fetch", key: "return_value", value: { day: "2019-01-02" } }],
    });
    expect((await api.ask("GET", `${path}/xcoms?taskId=count`)).json).toEqual({ xcoms: [] });
    expect((await api.ask("GET", `${path}/tasks/fetch/attempts/1/log`)).text).toBe("fetching 2019-01-02\n");
    for (const [asked, { json }] of [
      [`${path}/xcoms`, xcoms],
      [path, run],
      [`${path}/attempts`, attempts],
    ] as const) {
      expect(isPromised("GET", asked, json)).toEqual([]);
    }
  });

  test("a log by range, so that a reader goes on where it stood", async () => {
    const path = `${runPath("2019-01-02")}/tasks/fetch/attempts/1/log`;
    const part = await api.ask("GET", path, { headers: { Range: "bytes=9-" } });
    expect([part.status, part.text, part.headers["content-range"]]).toEqual([
      206,
      "2019-01-02\n",
      "bytes 9-19/20",
    ]);
    expect((await api.ask("GET", path, { headers: { Range: "bytes=-3" } })).text).toBe("02\n");
    expect((await api.ask("GET", path, { headers: { Range: "bytes=20-" } })).text).toBe("");
    expect((await api.ask("GET", path, { headers: { Range: "bytes=21-" } })).status).toBe(416);
    expect((await api.ask("GET", path, { headers: { Range: "lines=1-" } })).status).toBe(416);
  });

  test("all that has happened, page by page", async () => {
    const ids = async (query: string) =>
      ((await api.ask("GET", `/api/events/list?${query}`)).json["events"] as { id: number }[]).map(
        ({ id }) => id,
      );
    const all = await ids("limit=1000");
    expect(all).toEqual(all.map((_, index) => index + 1));
    expect(await ids(`after=${all.length - 2}`)).toEqual(all.slice(-2));
  });
});

describe("what can be done", () => {
  test("a trigger makes a run, with what it is told", async () => {
    const made = await api.ask("POST", "/api/dags/daily/runs", { body: { conf: { size: 3 } } });
    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({ run: { runType: "manual", state: "queued", conf: { size: 3 } } });
    expect(isPromised("POST", "/api/dags/daily/runs", made.json)).toEqual([]);
  });

  test("the same key twice is one run", async () => {
    const headers = { "Idempotency-Key": "order 17" };
    const [first, second, other] = [
      await api.ask("POST", "/api/dags/daily/runs", { headers }),
      await api.ask("POST", "/api/dags/daily/runs", { headers }),
      await api.ask("POST", "/api/dags/daily/runs", { headers: { "Idempotency-Key": "order 18" } }),
    ];
    expect([first.status, second.status, other.status]).toEqual([201, 200, 201]);
    expect(second.json).toEqual(first.json);
    expect(other.json).not.toEqual(first.json);
  });

  test("in Airflow 3 a run by hand has no dates, unless it is given one", async () => {
    api = await startTestApi({ airflow: 3 });
    const path = "/api/dags/daily/runs";
    const dates = { logicalDate: null, dataIntervalStart: null, dataIntervalEnd: null };
    const headers = { "Idempotency-Key": "order 17" };
    for (const more of [{}, { headers }, { body: { runId: "mine" } }]) {
      const { status, json } = await api.ask("POST", path, more);
      expect({ status, ...json }).toMatchObject({ status: 201, run: dates });
      expect(isPromised("POST", path, json)).toEqual([]);
    }
    const body = { runId: "dated", logicalDate: "2019-01-02" };
    const dated = await api.ask("POST", path, { body });
    expect(dated.json).toMatchObject({ run: { logicalDate: "2019-01-02T00:00:00Z" } });
    expect((await api.ask("GET", path)).json).toMatchObject({ runs: [dates, dates, dates, {}] });
  });

  test("a run that exists already is not made again", async () => {
    await api.run("2019-01-04T06:00Z");
    const sameDate = await api.ask("POST", "/api/dags/daily/runs", { body: { logicalDate: "2019-01-02" } });
    expect([sameDate.status, message(sameDate)]).toEqual([
      409,
      'DAG "daily" has run "scheduled__2019-01-02T00:00:00+00:00" for 2019-01-02 already; clear that one',
    ]);
    const body = { runId: "mine", logicalDate: "2018-12-01" };
    expect((await api.ask("POST", "/api/dags/daily/runs", { body })).status).toBe(201);
    expect((await api.ask("POST", "/api/dags/daily/runs", { body: { runId: "mine" } })).status).toBe(409);
  });

  test("a range is cleared, of all runs or of those that have failed", async () => {
    await api.run("2019-01-04T06:00Z");
    const clear = async (body: object) => await api.ask("POST", "/api/dags/daily/clear", { body });
    const idOf = (day: string) => `scheduled__${day}T00:00:00+00:00`;
    const failed = await clear({ from: "2019-01-01", onlyFailed: true });
    expect(failed.json).toEqual({ runIds: [idOf("2019-01-02")] });
    expect(isPromised("POST", "/api/dags/daily/clear", failed.json)).toEqual([]);
    const { json } = await api.ask("GET", runPath("2019-01-02"));
    expect(json["tasks"]).toMatchObject([{ state: "none" }, { state: "success" }]);
    const all = await clear({ from: "2019-01-01", to: "2019-01-02", taskIds: ["fetch"] });
    expect(all.json).toEqual({ runIds: [idOf("2019-01-01"), idOf("2019-01-02")] });
    expect(message(await clear({}))).toBe('the body lacks "from" or "to"; name a range of dates');
    expect(message(await clear({ to: "2019-01-02", taskIds: ["fetsch"] }))).toContain('no task "fetsch"');
  });

  test("a run is cleared that has a task which its DAG does not have any more", async () => {
    await api.run("2019-01-04T06:00Z");
    const smaller = new DAG({ dagId: "daily", schedule: "@daily", startDate: "2019-01-01" });
    chain(new FunctionOperator({ dag: smaller, taskId: "fetch", callable: () => {} }));
    api.hub.scheduler.adopt({ dags: [smaller] });
    await api.run("2019-01-04T06:00Z");
    const cleared = await api.ask("POST", `${runPath("2019-01-01")}/clear`);
    expect([cleared.status, cleared.json["tasks"]]).toMatchObject([
      200,
      [
        { taskId: "count", state: "removed" },
        { taskId: "fetch", state: "none" },
      ],
    ]);
  });

  test("no more than a thousand runs are cleared at once", async () => {
    await api.ask("POST", "/api/dags/daily/backfill", { body: { from: "2015-01-01", to: "2018-12-31" } });
    const told = await api.ask("POST", "/api/dags/daily/clear", { body: { from: "2015-01-01" } });
    expect([told.status, message(told)]).toEqual([
      400,
      "there are more than 1000 such runs; clear a shorter range first",
    ]);
  });

  test("pause, unpause, backfill, clear, mark and cancel do what the scheduler's own verbs do", async () => {
    expect((await api.ask("PATCH", "/api/dags/daily", { body: { paused: true } })).json).toMatchObject({
      paused: true,
      nextRunAt: null,
    });
    await api.run("2019-01-04T06:00Z");
    expect((await api.ask("GET", "/api/dags/daily/runs")).json["runs"]).toEqual([]);
    await api.ask("PATCH", "/api/dags/daily", { body: { paused: false } });
    await api.run("2019-01-04T06:00Z");

    const path = runPath("2019-01-02");
    const cleared = await api.ask("POST", `${path}/clear`, { body: { onlyFailed: true } });
    expect(cleared.json["tasks"]).toMatchObject([
      { taskId: "count", state: "none" },
      { taskId: "fetch", state: "success" },
    ]);
    const marked = await api.ask("POST", `${path}/mark`, { body: { taskId: "count", state: "success" } });
    expect(marked.json["tasks"]).toMatchObject([{ state: "success" }, { state: "success" }]);
    expect((await api.ask("POST", `${path}/cancel`)).json).toMatchObject({ run: { state: "failed" } });
    expect((await api.ask("POST", `${path}/mark`, { body: { state: "success" } })).json).toMatchObject({
      run: { state: "success" },
    });

    const filled = await api.ask("POST", "/api/dags/daily/backfill", {
      body: { from: "2018-12-30", to: "2019-01-01" },
    });
    expect([filled.status, filled.json["runIds"]]).toEqual([
      201,
      ["backfill__2018-12-30T00:00:00+00:00", "backfill__2018-12-31T00:00:00+00:00"],
    ]);
  });
});

describe("what is wrong is a status and a sentence", () => {
  test.each([
    ["GET", "/api/dags/dayly", undefined, 404, 'there is no DAG "dayly"; did you mean "daily"?'],
    ["GET", "/api/dags/daily/runs/none", undefined, 404, 'DAG "daily" has no run "none"; it has none yet'],
    ["GET", "/api/dags/daily/runs?limit=0", undefined, 400, '"limit" in the query must be >= 1'],
    [
      "GET",
      "/api/dags/daily/runs?sort=up",
      undefined,
      400,
      'the query has "sort", which is not known here; leave it out',
    ],
    [
      "GET",
      "/api/dags/daily/runs?state=done",
      undefined,
      400,
      '"state" in the query must be one of queued,running,success,failed',
    ],
    [
      "GET",
      "/api/dags/daily/runs?from=soon",
      undefined,
      400,
      'from is "soon", which is not a date; write "2019-01-01", "2019-01-01T05:00Z" or a Temporal object',
    ],
    [
      "GET",
      "/api/nothing",
      undefined,
      404,
      "there is nothing at /api/nothing; GET /api/openapi.json lists what there is",
    ],
    [
      "DELETE",
      "/api/dags/daily",
      undefined,
      405,
      "/api/dags/daily cannot be asked with DELETE; use GET or PATCH",
    ],
    ["GET", "/api/dags/%ff", undefined, 400, "the request cannot be read; send a path and a body in UTF-8"],
    ["PATCH", "/api/dags/daily", {}, 400, 'the body lacks "paused"'],
    ["PATCH", "/api/dags/daily", { paused: "yes" }, 400, '"paused" in the body must be boolean'],
    ["PATCH", "/api/dags/daily", "[1]", 400, 'the body must be a JSON object, such as {"paused": true}'],
    ["POST", "/api/dags/daily/runs", "{", 400, "the body is not JSON; send an object, or nothing"],
    [
      "POST",
      "/api/dags/daily/runs",
      { conf: "x".repeat(1_100_000) },
      413,
      "the body is too large; send at most 1048576 bytes",
    ],
    [
      "POST",
      "/api/dags/daily/runs",
      { logicalDate: "2030-01-01" },
      400,
      expect.stringContaining("is in the future"),
    ],
    ["POST", "/api/dags/daily/backfill", {}, 400, 'the body lacks "from"'],
    [
      "POST",
      "/api/dags/daily/backfill",
      { from: "2019-01-01", to: "9999-12-31" },
      400,
      expect.stringMatching(
        /2019-01-01.* … 9999-12-31.* has more than 10000 intervals; backfill it in parts$/,
      ),
    ],
  ])("%s %s", async (method, path, body, status, expected) => {
    const told = await api.ask(method, path, body === undefined ? {} : { body });
    expect([told.status, message(told)]).toEqual([status, expected]);
  });
});

describe("events are followed", () => {
  function follow(path: string, headers: Record<string, string> = {}) {
    const request = get({ port: api.port, host: "127.0.0.1", path, headers });
    const seen: { id: number; state: string }[] = [];
    let wake = Promise.withResolvers<void>();
    request.on("error", () => {});
    const opened = once(request, "response").then(([response]: IncomingMessage[]) => {
      response?.setEncoding("utf8").on("error", () => {});
      let rest = "";
      response?.on("data", (chunk: string) => {
        rest += chunk;
        const lines = rest.split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) {
          if (line.startsWith("data: "))
            seen.push(JSON.parse(line.slice(6)) as { id: number; state: string });
        }
        wake.resolve();
        wake = Promise.withResolvers();
      });
    });
    const until = async (count: number) => {
      while (seen.length < count) await wake.promise;
    };
    return { seen, opened, until, close: () => request.destroy() };
  }

  test("as they happen, by every reader, and a reader that comes back misses none", async () => {
    const readers = Array.from({ length: 200 }, () => follow("/api/events"));
    await Promise.all(readers.map(({ opened }) => opened));
    await api.run("2019-01-04T06:00Z");
    const last = api.hub.store.lastEventId();
    await Promise.all(readers.map(({ until }) => until(last)));
    for (const { seen, close } of readers) {
      expect(seen.map(({ id }) => id)).toEqual(Array.from({ length: last }, (_, index) => index + 1));
      close();
    }

    await api.ask("PATCH", "/api/dags/daily", { body: { paused: true } });
    const back = follow("/api/events", { "Last-Event-ID": String(last - 1) });
    await back.until(2);
    expect(back.seen.map(({ id }) => id)).toEqual([last, last + 1]);
    expect(back.seen.at(-1)?.state).toBe("paused");
    back.close();
  });

  test("from the beginning, where that is asked for", async () => {
    await api.run("2019-01-04T06:00Z");
    const reader = follow("/api/events?after=0");
    await reader.until(api.hub.store.lastEventId());
    expect(reader.seen[0]).toMatchObject({ id: 1, state: "queued" });
    reader.close();
  });
});

describe("files", () => {
  beforeEach(() => {
    mkdirSync(join(api.folder, "data"));
    writeFileSync(join(api.folder, "data", "stats.csv"), "a,b\n");
    writeFileSync(join(api.folder, ".secret"), "hidden");
  });

  test("are listed and read", async () => {
    const { json } = await api.ask("GET", "/api/files");
    expect(json).toMatchObject({ files: [{ path: "data/stats.csv", bytes: 4 }] });
    expect(isPromised("GET", "/api/files", json)).toEqual([]);
    expect((await api.ask("GET", "/api/files/data/stats.csv")).text).toBe("a,b\n");
  });

  test("whose names are too long for any file are not there", async () => {
    const told = await api.ask("GET", `/api/files/${"x".repeat(3000)}`);
    expect([told.status, message(told)]).toEqual([404, expect.stringMatching(/^there is no file x+; /)]);
  });

  test.skipIf(platform === "win32")("outside of the folder are not there", async () => {
    symlinkSync("/etc", join(api.folder, "data", "etc"));
    symlinkSync("/etc/passwd", join(api.folder, "data", "passwd"));
    for (const path of [
      ".secret",
      "daglings.db",
      "data/etc/passwd",
      "data/passwd",
      "data/none",
      "%2e%2e/%2e%2e/etc/passwd",
      "..%2f..%2fetc%2fpasswd",
      "data%00",
      "data",
    ]) {
      expect((await api.ask("GET", `/api/files/${path}`)).status).toBe(404);
    }
  });
});

test("OpenAPI describes every route", async () => {
  const { json } = await api.ask("GET", "/api/openapi.json");
  const paths = json["paths"] as Record<string, object>;
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  expect(described.toSorted()).toEqual(
    endpoints.map(({ method, path }) => `${method} ${path.replace("{*path}", "{path}")}`).toSorted(),
  );
  const ids = Object.values(paths).flatMap((methods) =>
    Object.values(methods).map((each: { operationId: string }) => each.operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
});
