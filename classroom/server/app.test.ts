import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { platform } from "node:process";
import { describe, expect, test, vi } from "vitest";
import type { FileWritten } from "../shared/record.ts";
import { History } from "../shared/history.ts";
import { entriesIn, openTestRoom, plainDesk, temporaryFolder } from "./testing.ts";

vi.setConfig({ testTimeout: 90_000 });

const errorOf = (text: string) => (JSON.parse(text) as { error: { message: string } }).error.message;

describe("a lesson that is run", () => {
  test.skipIf(platform === "win32")("leaves a record of all that it takes to turn back time", async () => {
    const { play, ask, json } = await openTestRoom();
    const { id, entries } = await play("08", { variant: "fixed-input" });
    const history = new History();
    for (const entry of entries) history.add(entry);
    expect(history.ended?.how).toBe("done");
    expect(history.runs.map(({ versions }) => versions.at(-1)?.run.state)).toEqual(Array(5).fill("success"));

    // Why 2019-01-03 may hold the wrong day: its input is one and the same file, which others have written too.
    const written = history.files.filter(({ entry }) => entry.path === "data/events.json");
    expect(written.length).toBeGreaterThan(2);
    expect(written.flatMap(({ entry }) => entry.by.map(({ taskId }) => taskId))).toContain("fetch_events");
    const contents = await Promise.all(
      written.map(async ({ entry: { version, bytes } }) =>
        (await ask("GET", `/api/runs/${id}/versions/${version}?bytes=${bytes}`)).text.slice(0, 60),
      ),
    );
    expect(new Set(contents).size).toBe(contents.length);

    const { inputs } = (await json("GET", `/api/runs/${id}/inputs?run=2`)) as {
      inputs: { taskId: string; variables: object; fields: object[] }[];
    };
    const fetching = inputs.find(({ taskId }) => taskId === "fetch_events");
    expect(fetching?.variables).toMatchObject({ ds: "2019-01-03", next_ds: "2019-01-04" });
    expect(fetching?.fields[0]).toMatchObject({ field: "bashCommand", error: null });
    expect(fetching?.fields[0]).toHaveProperty("rendered", expect.stringContaining("start_date=2019-01-03&"));

    const log = await json("GET", `/api/runs/${id}/log?run=2&task=fetch_events&try=1`);
    expect(log).toMatchObject({ text: expect.stringContaining("curl") as string, isCut: false });

    const rest = await ask("GET", `/api/runs/${id}/entries`, { headers: { "Last-Event-ID": "10" } });
    expect(entriesIn(rest.text)).toEqual(entries.slice(11));
  });

  test("can have mails, which are shown as text and in a frame that may do nothing", async () => {
    const { play, json, ask } = await openTestRoom();
    const { id, entries } = await play("11", {});
    const mails = entries.filter((entry) => entry.type === "mail");
    expect(mails).toHaveLength(5);
    const path = `/api/runs/${id}/mails/${mails[0]?.file}`;
    expect(await json("GET", path)).toMatchObject({ to: "user@example.com", subject: "Stats of 2019-01-01" });
    const { headers } = await ask("GET", `${path}/html`);
    expect(headers["content-security-policy"]).toMatch(/default-src 'none'.*sandbox/);
  });

  test("is there again after the classroom was restarted", async () => {
    const { play, folder } = await openTestRoom();
    const { id, entries } = await play("01", {});
    const again = await openTestRoom({ runsFolder: folder });
    expect(entriesIn((await again.ask("GET", `/api/runs/${id}/entries`)).text)).toEqual(entries);
  });

  test("is there to its end also where it has a thousand tasks, which all happen at once", async () => {
    const file = join(temporaryFolder(), "dag.ts");
    writeFileSync(
      file,
      `import { DAG, EmptyOperator } from "@daglings/engine";
      const dag = new DAG({ schedule: "@daily", startDate: "2019-01-01", endDate: "2019-01-01" });
      for (let each = 0; each < 1000; each++) new EmptyOperator({ dag, taskId: \`task_\${each}\` });
      export default dag;`,
    );
    const { play } = await openTestRoom({ desk: { ...plainDesk, ownFile: () => file } });
    const { entries } = await play("08", { isOwn: true });
    expect(entries.at(-1)).toMatchObject({ type: "ended", how: "done" });
    const history = new History();
    for (const entry of entries) history.add(entry);
    expect(history.runs[0]?.versions.at(-1)?.run.tasks.counts.success).toBe(1000);
  });

  test("says in a sentence why it cannot be loaded", async () => {
    const { play } = await openTestRoom({
      desk: { ...plainDesk, ownFile: () => join(import.meta.dirname, "none.ts") },
    });
    const { entries } = await play("08", { isOwn: true });
    expect(entries.at(-1)).toMatchObject({
      type: "ended",
      how: "broken",
      message: expect.stringContaining("no such file") as string,
    });
  });
});

describe("lineage of a lesson's run", () => {
  test("leads from a CSV back to the request, and says where nothing is on record", async () => {
    const { play, json } = await openTestRoom();
    const { id } = await play("08", {});
    const about = (name: string) => `/api/runs/${id}/lineage?name=${encodeURIComponent(name)}`;
    const answer = JSON.stringify(await json("GET", about("data/stats/2019-01-02.csv")));
    expect(answer).toContain('"name":"data/events/2019-01-02.json"');
    expect(answer).toContain("start_date=2019-01-02");
    expect(JSON.stringify(await json("GET", about("none.csv")))).toContain("is on record");
    expect(JSON.stringify(await json("GET", `/api/runs/${id}/lineage`))).toContain("name is missing");
  });

  test("says of a file that no task has written or read that it has no origin", async () => {
    const { play, json } = await openTestRoom();
    const { id } = await play("16", {});
    const name = "data/incoming/2019-01-01.json";
    expect(await json("GET", `/api/runs/${id}/lineage?name=${encodeURIComponent(name)}`)).toEqual({
      origin: { name, writtenBy: null, others: 0, from: [] },
      readBy: [],
    });
  });
});

test("a handout has no script, and runs none", async () => {
  const { ask } = await openTestRoom();
  const { status, headers, text } = await ask("GET", "/api/lessons/08/handout");
  expect([status, text]).toEqual([200, "<!DOCTYPE html><h1>08_templated_path</h1>"]);
  expect(headers["content-security-policy"]).toMatch(/default-src 'none'.*sandbox/);
});

describe("what leads out of the run's folder is not read", () => {
  test.skipIf(platform === "win32")("by links that a task has made", async () => {
    const { play, ask, folder } = await openTestRoom();
    const { id, entries } = await play("01", {});
    const version = (entries.find((entry) => entry.type === "file") as FileWritten).version;
    symlinkSync("/etc/hostname", join(folder, id, ".daglings-versions", "77"));
    expect((await ask("GET", `/api/runs/${id}/versions/77?bytes=99`)).status).toBe(404);
    expect((await ask("GET", `/api/runs/${id}/versions/${version}?bytes=99`)).status).toBe(200);
  });

  test.each([
    ["/api/runs/..%2f..%2fetc/entries", 404],
    ["/api/runs/1-08_templated_path/versions/..%2f..%2fdaglings.db?bytes=9", 404],
    ["/..%2f..%2fpackage.json", 404],
    ["/../../package.json", 404],
  ])("by %s", async (path, status) => {
    const { ask } = await openTestRoom();
    expect((await ask("GET", path)).status).toBe(status);
  });
});

describe("wrong input is refused with a sentence", () => {
  test.each([
    ["POST", "/api/lessons/08/runs", { variant: "fixed-imput" }, 400, 'did you mean "fixed-input"'],
    ["POST", "/api/lessons/08/runs", { executor: "cloud" }, 400, '"in-process" or "subprocess"'],
    ["POST", "/api/lessons/08/runs", { airflow: 4 }, 400, "2 or 3"],
    ["POST", "/api/lessons/08/runs", { speed: 1 }, 400, "speed"],
    ["POST", "/api/lessons/08/runs", { isOwn: true }, 400, "not begun yet"],
    ["POST", "/api/lessons/08/runs", "[", 400, "is not JSON"],
    ["POST", "/api/lessons/99/runs", {}, 400, 'no lesson "99"'],
    ["GET", "/api/lessons/08/check", undefined, 400, "not begun yet"],
    ["GET", "/api/runs/7-08_templated_path/entries", undefined, 404, "no run"],
    ["GET", "/api/nothing", undefined, 404, "nothing at GET /api/nothing"],
    ["GET", "/api/live/dags", undefined, 503, "pnpm scheduler"],
  ])("%s %s %j", async (method, path, body, status, words) => {
    const { ask } = await openTestRoom();
    const told = await ask(method, path, body === undefined ? {} : { body });
    expect(errorOf(told.text)).toContain(words);
    expect(told.status).toBe(status);
  });
});

describe("who may ask", () => {
  test("not a page of another origin, nor a request by another name", async () => {
    const { ask, port } = await openTestRoom();
    expect((await ask("GET", "/", { headers: { Origin: "http://evil.example" } })).status).toBe(403);
    expect((await ask("GET", "/", { headers: { Host: `evil.example:${port}` } })).status).toBe(421);
    expect((await ask("GET", "/")).status).toBe(200);
  });

  test("elsewhere a token is needed: a cookie keeps it, and a viewer's cannot run a lesson", async () => {
    const { ask } = await openTestRoom({ tokens: { viewer: "look", operator: "act" } });
    expect((await ask("GET", "/api/course")).status).toBe(401);
    const first = await ask("GET", "/?token=look");
    expect(first.status).toBe(303);
    const [cookie = ""] = first.headers["set-cookie"] ?? [];
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict/i);
    const headers = { Cookie: cookie.split(";")[0] ?? "" };
    expect((await ask("GET", "/api/course", { headers })).text).toContain('"isViewer":true');
    expect((await ask("POST", "/api/lessons/01/runs", { headers, body: {} })).status).toBe(403);
    expect((await ask("GET", "/api/course?token=wrong")).status).toBe(401);
  });
});

test("no page may load what is not the classroom's own, or run a script within itself", async () => {
  const { ask } = await openTestRoom();
  const { headers } = await ask("GET", "/");
  expect(headers["content-security-policy"]).toContain(
    "default-src 'none'; script-src 'self'; style-src 'self'",
  );
  expect(headers["content-security-policy"]).not.toContain("unsafe");
  expect(headers["x-content-type-options"]).toBe("nosniff");
});
