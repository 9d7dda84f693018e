import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { platform } from "node:process";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { hint, isThere, startServer, type Server } from "../../../beyond/postgres/src/testing.ts";
import { filesIn, kit, startKit, temporaryFolder } from "../testing.ts";

vi.setConfig({ testTimeout: 60_000 });

let server: Server;

beforeAll(async () => {
  if (isThere) server = await startServer();
});
afterAll(() => server?.remove());

/** `first` ends at once; `second` begins, and waits for a file `go`. Each begun attempt leaves a line. */
const source = `
import { appendFileSync, existsSync, watch } from "node:fs";
import { chain, DAG, FunctionOperator } from "@daglings/engine";
const dag = new DAG({ dagId: "goes_on", schedule: null, defaultArgs: { retries: 1, retryDelay: { milliseconds: 1 } } });
const note = (line) => appendFileSync("attempts.txt", line + "\\n");
const first = new FunctionOperator({ dag, taskId: "first", callable: () => (note("first"), 5) });
const second = new FunctionOperator({
  dag,
  taskId: "second",
  async callable({ ti }) {
    note("second with " + ti.xcomPull("first"));
    appendFileSync("begun/" + ti.tryNumber, "");
    const go = Promise.withResolvers();
    const look = () => existsSync("go") && go.resolve();
    const watcher = watch(".", look);
    look();
    await go.promise;
    watcher.close();
  },
});
chain(first, second);
export default dag;
`;

test.skipIf(!isThere || platform === "win32")(
  `a scheduler on PostgreSQL is killed, and its standby goes on, with nothing lost or doubled${hint}`,
  async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "mine.ts"), source);
    mkdirSync(join(folder, "begun"));
    const surroundings = { work: folder };
    const url = server.newDatabase();
    const start = (name: string) =>
      startKit(
        [
          "scheduler",
          join(folder, "mine.ts"),
          "--store",
          url,
          "--dir",
          join(folder, name),
          "--work",
          folder,
          "--port",
          "0",
          "--verbose",
        ],
        surroundings,
      );
    const dags = (...words: string[]) =>
      kit(["dags", ...words, "--store", url, "--dir", join(folder, "nobody")], surroundings);

    const one = start("one");
    await one.says(/API: http/);
    const two = start("two");
    await two.says(/Another scheduler \(process \d+ on .*\) works here: this one stands by\./);
    expect(await dags("trigger", "goes_on", "--run-id", "mine")).toMatchObject({ exitCode: 0, stderr: "" });
    await filesIn(join(folder, "begun"), 1);
    const children = execFileSync("ps", ["-o", "args=", "e", "--ppid", String(one.child.pid)], {
      encoding: "utf8",
    });
    expect(children).toContain("subprocess-child");
    for (const word of [server.password, encodeURIComponent(server.password), url]) {
      expect(children).not.toContain(word);
    }

    one.child.kill("SIGKILL");
    await one.ended;
    await two.says(/The other scheduler has ended: this one takes over\./);
    writeFileSync(join(folder, "go"), "");
    await two.says(/goes_on mine: run success\n/);
    const { stdout } = await dags("tasks", "goes_on", "mine", "--plain");
    expect(stdout).toContain("task: first; state: success; try: 1;");
    expect(stdout).toContain("task: second; state: success; try: 2;");
    expect(readFileSync(join(folder, "attempts.txt"), "utf8")).toBe("first\nsecond with 5\nsecond with 5\n");
    two.child.kill("SIGTERM");
    expect(await two.ended).toEqual({ code: 0, signal: null });
    expect(`${one.output()}${two.output()}`).not.toContain(server.password);
    expect(existsSync(join(folder, "two", "daglings.db"))).toBe(false);

    const later = await dags("trigger", "goes_on", "--run-id", "later", "--json");
    expect(JSON.parse(later.stdout)).toMatchObject({ run: { state: "queued" } });
  },
);

const flowSource = `
import { flow, task } from "@daglings/flow";
const add = task(async (a) => a + 1, { name: "add" });
export const sum = flow(async () => await add(1), { name: "sum" });
`;

test.skipIf(!isThere)(`pnpm flow keeps its runs in PostgreSQL${hint}`, async () => {
  const folder = temporaryFolder();
  const surroundings = { work: folder };
  writeFileSync(join(folder, "sum.ts"), flowSource);
  const flow = (...words: string[]) => kit(["flow", ...words, "--store", url, "--plain"], surroundings);
  const url = server.newDatabase();
  expect(await flow("run", `${join(folder, "sum.ts")}:sum`, "--run-id", "mine")).toMatchObject({
    exitCode: 0,
  });
  const { stdout } = await flow("runs");
  expect(stdout).toMatch(/state: Completed; .*run: mine$/m);
  expect(server.sql(url, "SELECT result FROM daglings.flow_task")).toBe('{"value":2}');
});

test.each(["scheduler", "dags"])("a URL that cannot be read is not shown: pnpm %s", async (command) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "mine.ts"), source);
  const words = command === "dags" ? ["list"] : [join(folder, "mine.ts"), "--dir", folder];
  const answer = await kit([command, ...words, "--store", "mysql://ann:hunter2@db/x"], { work: folder });
  expect(answer.exitCode).toBe(2);
  expect(answer.stderr).toContain("the URL of the database cannot be read; write postgres://");
  expect(answer.stderr).not.toContain("hunter2");
});
