import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findHolder, sqliteStore, systemClock } from "@daglings/engine";
import { describe, expect, onTestFinished, test } from "vitest";
import { connectTo, pathOf } from "./client.ts";
import { runLive, type LiveOptions, type LiveStanding } from "./live-scheduler.ts";
import { temporaryFolder } from "./testing.ts";

/** By hand alone: `work` waits until there is a file `go` beside the DAG's file. */
const source = `
import { existsSync, watch } from "node:fs";
import { dirname, join } from "node:path";
import { DAG, FunctionOperator } from "@daglings/engine";
const dag = new DAG({ dagId: "waits", schedule: null });
new FunctionOperator({
  dag,
  taskId: "work",
  async callable({ signal }) {
    const folder = dirname(new URL(import.meta.url).pathname);
    const go = Promise.withResolvers();
    const look = () => existsSync(join(folder, "go")) && go.resolve();
    const watcher = watch(folder, look);
    signal.addEventListener("abort", () => go.reject(signal.reason));
    look();
    await go.promise.finally(() => watcher.close());
  },
});
export default dag;
`;

function start(folder: string, own: Partial<LiveOptions> = {}) {
  const said: string[] = [];
  let wake = Promise.withResolvers<void>();
  const controller = new AbortController();
  const hear = (line: string) => {
    said.push(line);
    wake.resolve();
    wake = Promise.withResolvers();
  };
  const ended = runLive({
    paths: [join(folder, "dag.ts")],
    folder,
    port: 0,
    host: "127.0.0.1",
    tokens: null,
    executor: "in-process",
    grace: 30_000,
    paused: false,
    version: "0.0.0",
    say: hear,
    onEvent: ({ taskId, state }) => hear(`${taskId ?? "run"} ${state}`),
    signal: controller.signal,
    ...own,
  });
  onTestFinished(() => {
    controller.abort();
    return ended.catch(() => {});
  });
  const says = async (pattern: RegExp, from = 0) => {
    for (;;) {
      const line = said.slice(from).find((each) => pattern.test(each));
      if (line !== undefined) return line;
      await wake.promise;
    }
  };
  return { said, says, ended, stop: () => controller.abort() };
}

async function clientOf(folder: string) {
  const store = sqliteStore(join(folder, "daglings.db"), { readOnly: true });
  const address = findHolder(store, systemClock())?.address;
  store.close();
  return connectTo(address ?? "http://nowhere");
}

function folderWithDag(): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "dag.ts"), source);
  return folder;
}

describe("a scheduler that goes on", () => {
  test("says in the store where it can be asked, does what it is told, and ends when it is told to", async () => {
    const folder = folderWithDag();
    const live = start(folder);
    await live.says(/^API: /);
    await live.says(/^waits: the schedule has no next run now$/);
    const client = await clientOf(folder);
    expect(await client.ask({ path: pathOf("health") })).toMatchObject({ status: "healthy", dags: 1 });
    await client.ask({ method: "POST", path: pathOf("dags", "waits", "runs") });
    await live.says(/^work running$/);
    writeFileSync(join(folder, "go"), "");
    await live.says(/^run success$/);
    live.stop();
    await live.ended;
    expect(live.said.at(-1)).toBe("Stopped. What was not done is done when it is started again.");
  });

  test("gives what is under way its time", async () => {
    const folder = folderWithDag();
    const live = start(folder);
    await live.says(/^API: /);
    await (await clientOf(folder)).ask({ method: "POST", path: pathOf("dags", "waits", "runs") });
    await live.says(/^work running$/);
    live.stop();
    await live.says(/^Ending: attempts under way have 30 s\.$/);
    writeFileSync(join(folder, "go"), "");
    await live.ended;
    expect(live.said).toContain("work success");
  });

  test("and no more than that", async () => {
    const folder = folderWithDag();
    const live = start(folder, { grace: 0 });
    await live.says(/^API: /);
    await (await clientOf(folder)).ask({ method: "POST", path: pathOf("dags", "waits", "runs") });
    await live.says(/^work running$/);
    live.stop();
    await live.ended;
    expect(live.said).not.toContain("work success");

    const again = start(folder);
    await again.says(/^work failed$/);
  });

  test("lets a second one stand by, which takes over", async () => {
    const folder = folderWithDag();
    const first = start(folder);
    await first.says(/^API: /);
    const second = start(folder);
    await second.says(/^Another scheduler \(process \d+ on .+\) works here: this one stands by\.$/);
    first.stop();
    await first.ended;
    await second.says(/^The other scheduler has ended: this one takes over\.$/);
    await second.says(/^API: /);
    expect(await (await clientOf(folder)).ask({ path: pathOf("health") })).toMatchObject({
      status: "healthy",
    });
  });

  test("watches what its DAGs wait for, also those of a file that is saved while it runs", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "dag.ts");
    const waitsFor = (pattern: string) => `
import { Asset, DAG, EmptyOperator, fileArrival } from "@daglings/engine";
const watch = fileArrival("${pattern}", { quiet: { milliseconds: 20 } });
const dag = new DAG({ dagId: "waits", schedule: [new Asset("arrivals", { watch })] });
new EmptyOperator({ dag, taskId: "work" });
export default dag;
`;
    writeFileSync(file, waitsFor("one/*.json"));
    mkdirSync(join(folder, "two"));
    writeFileSync(join(folder, "two", "early.json"), "{}");
    const live = start(folder);
    await live.says(/^API: /);
    mkdirSync(join(folder, "one"));
    writeFileSync(join(folder, "one", "a.json"), "{}");
    await live.says(/^run success$/);

    writeFileSync(file, waitsFor("two/*.json"));
    await live.says(/reloaded/);
    const client = await clientOf(folder);
    const paths = async () => {
      const told = (await client.ask({ path: pathOf("assets", "arrivals", "events") })) as {
        events: { extra: { path: string } }[];
      };
      return told.events.map(({ extra }) => extra.path);
    };
    const second = live.said.indexOf("run success") + 1;
    await live.says(/^run success$/, second);
    expect(await paths()).toEqual(["one/a.json", "two/early.json"]);
  });

  test("says how things stand: what runs, and what comes next", async () => {
    const folder = folderWithDag();
    const options = `dagId: "yearly", schedule: "@yearly", startDate: "2999-01-01"`;
    writeFileSync(join(folder, "yearly.ts"), source.replace('dagId: "waits", schedule: null', options));
    const seen: LiveStanding[] = [];
    const paths = ["dag.ts", "yearly.ts"].map((name) => join(folder, name));
    const live = start(folder, { paths, onStanding: (standing) => seen.push(standing()) });
    await live.says(/^API: /);
    const next = { dagId: "yearly", at: Temporal.Instant.from("3000-01-01T00:00Z").epochMilliseconds };
    expect(seen.at(-1)).toEqual({ running: 0, queued: 0, next });
    await (await clientOf(folder)).ask({ method: "POST", path: pathOf("dags", "waits", "runs") });
    await live.says(/^work running$/);
    expect(seen.at(-1)).toEqual({ running: 1, queued: 0, next });
    writeFileSync(join(folder, "go"), "");
    await live.says(/^run success$/);
  });

  test("begins with new DAGs paused, where that is wanted", async () => {
    const folder = folderWithDag();
    const live = start(folder, { paused: true });
    expect(await live.says(/^waits is paused$/)).toBe("waits is paused");
    live.stop();
    await live.ended;
  });

  test("refuses a port that is taken", async () => {
    const folder = folderWithDag();
    const live = start(folder);
    const [, port = ""] = /:(\d+)\/api/.exec(await live.says(/^API: /)) ?? [];
    const other = start(folderWithDag(), { port: Number(port) });
    await expect(other.ended).rejects.toThrow(
      /^the API cannot listen on 127\.0\.0\.1:\d+ \(.*\); name another port/,
    );
  });
});
