import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { platform } from "node:process";
import { describe, expect, test, vi } from "vitest";
import { kit, startKit, temporaryFolder } from "../testing.ts";

vi.setConfig({ testTimeout: 60_000 });

const source = `
import { DAG, FunctionOperator } from "@daglings/engine";
const dag = new DAG({ dagId: "by_hand", schedule: null });
new FunctionOperator({ dag, taskId: "work", callable: () => 5 });
export default dag;
`;

const writing = `async () => {
  const { mkdirSync, writeFileSync } = await import("node:fs");
  mkdirSync("data");
  writeFileSync("data/mine.txt", "5");
}`;

test.skipIf(platform === "win32")(
  "a scheduler runs until Ctrl-C, and pnpm dags works on its runs",
  async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "mine.ts"), source);
    const surroundings = { work: folder };
    const dir = ["--dir", join(folder, "run")];
    const live = startKit(["scheduler", join(folder, "mine.ts"), ...dir, "--port", "0"], surroundings);
    await live.says(/API: http:\/\/127\.0\.0\.1:\d+\/api\/dags, described at /);
    const triggered = await kit(["dags", "trigger", "by_hand", ...dir, "--run-id", "mine"], surroundings);
    expect(triggered).toMatchObject({ exitCode: 0, stderr: "" });
    await live.says(/by_hand mine: run success\n/);
    const { stdout } = await kit(["dags", "tasks", "by_hand", "mine", ...dir, "--plain"], surroundings);
    expect(stdout).toMatch(/^by_hand, run mine: success\ntask: work; state: success; try: 1; /);
    live.child.kill("SIGTERM");
    expect(await live.ended).toEqual({ code: 0, signal: null });

    const later = await kit(
      ["dags", "trigger", "by_hand", ...dir, "--run-id", "later", "--json"],
      surroundings,
    );
    expect(JSON.parse(later.stdout)).toMatchObject({ run: { state: "queued" } });
  },
);

test.skipIf(platform === "win32")(
  "with --work, tasks work there, and the store lies apart; of that folder the API shows data/ alone",
  async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "mine.ts"), source.replace("() => 5", writing));
    const surroundings = { work: folder };
    const dir = ["--dir", join(folder, ".daglings")];
    const words = ["scheduler", join(folder, "mine.ts"), ...dir, "--work", folder, "--port", "0"];
    const live = startKit(words, surroundings);
    await live.says(/API: .*\n/);
    const [address = ""] = /http:\/\/127\.0\.0\.1:\d+/.exec(live.output()) ?? [];
    const files = async (path: string) => await fetch(`${address}/api/files${path}`);
    expect(await (await files("")).json()).toEqual({ files: [] });
    await kit(["dags", "trigger", "by_hand", ...dir], surroundings);
    await live.says(/by_hand .*: run success\n/);
    expect(readFileSync(join(folder, "data", "mine.txt"), "utf8")).toBe("5");
    expect(await (await files("")).json()).toMatchObject({ files: [{ path: "data/mine.txt" }] });
    expect(await (await files("/data/mine.txt")).text()).toBe("5");
    expect((await files("/mine.ts")).status).toBe(404);
    live.child.kill("SIGTERM");
    expect(await live.ended).toEqual({ code: 0, signal: null });
  },
);

test.skipIf(platform === "win32")("a timer that a flow has left behind does not keep it", async () => {
  const folder = temporaryFolder();
  const [file, store] = [join(folder, "mine.ts"), join(folder, "daglings.db")];
  writeFileSync(
    file,
    `import { flow } from "@daglings/flow";
    export const endless = flow(() => new Promise(() => setInterval(() => {}, 1000)), { name: "endless" });`,
  );
  writeFileSync(join(folder, "dag.ts"), source);
  const surroundings = { work: folder };
  await kit(
    ["flow", "deploy", `${file}:endless`, "--name", "often", "--interval", "PT1S", "--store", store],
    surroundings,
  );
  const words = ["scheduler", join(folder, "dag.ts"), "--dir", folder, "--grace", "0", "--port", "0"];
  const live = startKit(words, surroundings);
  await live.says(/API: .*\n/);
  const runs = async () => (await kit(["flow", "runs", "--store", store, "--json"], surroundings)).stdout;
  await vi.waitFor(async () => expect(await runs()).toContain("Running"), { timeout: 30_000 });
  live.child.kill("SIGTERM");
  expect(await live.ended).toEqual({ code: 0, signal: null });
});

describe("what is wrong is a sentence", () => {
  test.each([
    [["nowhere.ts"], /nowhere\.ts: there is no such file or folder/],
    [["77"], /there is no lesson "77"/],
    [["00"], /lesson 00_regular_script is a script, and has no DAG/],
    [["08", "--port", "x"], /--port is "x"; it must be a whole number from 0 to 65535/],
    [["08", "--grace", "-1"], /--grace/],
    [["08", "--executor", "cloud"], /--executor cloud is unknown; write in-process or subprocess/],
  ])("%j", async (words, message) => {
    const folder = temporaryFolder();
    const { exitCode, stderr } = await kit(["scheduler", ...words, "--dir", folder], { work: folder });
    expect(stderr).toMatch(message);
    expect(exitCode).toBe(2);
  });
});
