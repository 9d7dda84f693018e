import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { findHolder, sqliteStore, systemClock } from "@daglings/engine";
import { describe, expect, onTestFinished, test } from "vitest";
import { connectTo, pathOf } from "./client.ts";
import { runLive, type LiveOptions } from "./live-scheduler.ts";
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
  const says = async (pattern: RegExp) => {
    for (;;) {
      const line = said.find((each) => pattern.test(each));
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
