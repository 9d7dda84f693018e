import { readFileSync } from "node:fs";
import { join } from "node:path";
import { platform } from "node:process";
import { expect, test, vi } from "vitest";
import { kitFolder } from "../../../stage/src/catalogue.ts";
import { filesIn, kit, startKit, temporaryFolder } from "../testing.ts";

vi.setConfig({ testTimeout: 60_000 });

const file = join(kitFolder, "beyond", "flow", "fixtures", "nightly.ts");

function setUp() {
  const folder = temporaryFolder();
  const store = ["--store", join(folder, "flows.db")];
  const run = async (...words: string[]) => await kit(["flow", ...words, ...store], { work: folder });
  return { folder, run, of: (name: string) => [`${file}:${name}`, "--param", `folder=${folder}`] };
}

test.skipIf(platform === "win32")(
  "a flow that was killed goes on when the same command is given again",
  async () => {
    const { folder, run, of } = setUp();
    await run("run", ...of("nightly"));
    expect((await run("runs", "--plain")).stdout).toContain("flow: nightly; state: Crashed;");
    const again = await run("run", ...of("nightly"), "--json");
    expect(again).toMatchObject({ exitCode: 0, stderr: "" });
    const tasks = [1, 2, 3].map((call) => ({ name: "count", call, tries: 1 }));
    expect(JSON.parse(again.stdout)).toMatchObject({
      flow: "nightly",
      state: { type: "COMPLETED", name: "Completed" },
      tasks: [...tasks, { name: "dies", tries: 2 }, {}, {}],
    });
    expect(readFileSync(join(folder, "calls"), "utf8").match(/count 1\n/g)).toHaveLength(1);
    const { flows } = JSON.parse((await run("runs", "--json")).stdout) as { flows: { flowRunId: string }[] };
    expect(flows).toHaveLength(1);
  },
);

test("a flow in simulated time waits for hours at once; it fails, and its log says why", async () => {
  const { run, of } = setUp();
  const { exitCode, stdout } = await run("run", ...of("patient"), "--from", "2019-01-04", "--run-id", "mine");
  expect(exitCode).toBe(1);
  expect(stdout).toContain("patient mine: Failed");
  expect((await run("logs", "mine")).stdout).toContain(
    "2019-01-04T01:00:00.000Z later-1: Task run encountered an exception Error: not yet; try 3 follows in 36000 s",
  );
});

test.skipIf(platform === "win32")("a run that is cancelled ends, whatever its task still does", async () => {
  const { run } = setUp();
  const work = temporaryFolder();
  const words = ["run", `${file}:endless`, "--param", `folder=${work}`, "--run-id", "long"];
  const ended = run(...words);
  await filesIn(work, 1);
  expect((await run(...words)).stderr).toContain("is being carried out by");
  expect((await run("cancel", "long")).stdout).toBe("long: its process is told to stop it\n");
  expect(await ended).toMatchObject({
    exitCode: 1,
    stdout: expect.stringContaining("endless long: Cancelled") as unknown,
  });
  expect((await run("cancel", "long")).stderr).toContain("has ended already: Cancelled");
});

test.skipIf(platform === "win32")("serving ends, whatever a task still does", async () => {
  const { run, folder } = setUp();
  const work = temporaryFolder();
  await run(
    "deploy",
    `${file}:endless`,
    "--name",
    "often",
    "--interval",
    "PT1S",
    "--param",
    `folder=${work}`,
  );
  const serving = startKit(["flow", "serve", "--store", join(folder, "flows.db")], { work: folder });
  await filesIn(work, 1);
  serving.child.kill("SIGTERM");
  expect(await serving.ended).toEqual({ code: 0, signal: null });
});

test.each([
  [["run", "nowhere.ts:nightly"], "nowhere.ts: there is no such file"],
  [["run", "nowhere.ts"], "names no flow; write FILE:NAME, as in pipelines/stats.ts:pipeline"],
  [["run", `${file}:nightli`], 'exports no flow "nightli"; did you mean "nightly"?'],
  [
    ["run", `${file}:nightly`, "--param", "folder"],
    "--param folder is not a parameter; write --param key=value",
  ],
  [["deploy", `${file}:nightly`, "--cron", "0 6 * * *"], "a deployment needs a name"],
  [["logs", "mine"], "no flow has run there"],
  [["runs", "--cron", "0 6 * * *"], "pnpm flow runs has no flag --cron"],
])("pnpm flow %j is refused", async (words, reason) => {
  const { run } = setUp();
  const { exitCode, stderr } = await run(...words);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(reason)]);
});

test("a deployment says when its next run is due", async () => {
  const { run } = setUp();
  const { stdout, exitCode } = await run(
    "deploy",
    `${file}:patient`,
    "--name",
    "daily",
    "--cron",
    "0 6 * * *",
  );
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^patient\/daily is deployed: its next run is due at \d{4}-\d\d-\d\dT06:00:00Z/);
});
