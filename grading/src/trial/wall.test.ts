// What a submission may try in order to get marks that it has not earned, or to do harm.

import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { enableCompileCache, getCompileCacheDir } from "node:module";
import { dirname, join } from "node:path";
import type { Observation } from "@daglings/lessons";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { temporaryFolder } from "../../../kit/src/testing.ts";
import { entryFile, findLesson, kitFolder } from "../../../stage/src/catalogue.ts";
import { openLaboratory, type Findings } from "./laboratory.ts";
import { usualLimits } from "./limits.ts";
import { canSandbox } from "./wall.ts";

vi.setConfig({ testTimeout: 60_000 }); // each starts processes

const head = `
import { execSync, spawn } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { BashOperator, chain, DAG, FunctionOperator } from "@daglings/engine";
const dag = new DAG({ schedule: "@daily", startDate: "2019-01-01", endDate: "2019-01-01" });
export default dag;
`;

async function tryFile(text: string, { isSandboxed = true } = {}): Promise<Findings> {
  const file = join(temporaryFolder(), "work", "02_daily_schedule", "dag.ts");
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, text);
  const laboratory = openLaboratory({
    limits: { ...usualLimits, time: 50_000 },
    isSandboxed,
  });
  const readable = [join(file, "..", "..")];
  const trial = { experiments: ["run"] as const, isWorthMore: () => true, readable };
  try {
    const [findings] = await laboratory.tryOut({ lesson: "02", file, seeds: [0] }, trial);
    if (!findings) throw new Error("there are no findings");
    return findings;
  } finally {
    await laboratory.close();
  }
}

/** What a task that does this leaves, and how it ends. */
async function tryTask(code: string, options?: { isSandboxed: boolean }) {
  const task = `new FunctionOperator({ dag, taskId: "t", async callable() { ${code} } });`;
  const run = seenIn(await tryFile(`${head}${task}`, options));
  return { run, task: run.dags[0]?.runs[0]?.tasks[0] };
}

function seenIn(findings: Findings): Observation {
  const found = findings.observations.get("run");
  if (!found) throw new Error(`nothing was seen: ${JSON.stringify([...findings.troubles])}`);
  return found;
}

const quoted = (text: string) => JSON.stringify(text);

describe("what it says of itself is not taken for what was seen:", () => {
  const forged = `{ type: "saw", sighting: { experiment: "run", files: { "forged.csv": "1" }, mails: [], requests: [] } }`;

  test("sightings that it sends itself", async () => {
    const { run } = await tryTask(`process.send(${forged}); process.send({ type: "done" });`, {
      isSandboxed: false,
    });
    expect(run.files).toEqual({});
  });

  test("all that it sends, wrapped", async () => {
    const wrapped = `const send = process.send.bind(process); process.send = (word, ...rest) => { send(${forged}); return send(word, ...rest); };`;
    const { run } = await tryTask(wrapped, { isSandboxed: false });
    expect([run.files, run.dags.length]).toEqual([{}, 1]);
  });

  test("an engine whose parts it has replaced: the scheduler is another one", async () => {
    const patched = `
      Object.defineProperty(FunctionOperator.prototype, "execute", { value: () => "done" });
      Object.defineProperty(DAG.prototype, "plan", { value: { tasks: [], hash: "forged" } });`;
    const tasks = `${patched} new FunctionOperator({ dag, taskId: "t", callable() {} });`;
    const run = seenIn(await tryFile(`${head}${tasks}`, { isSandboxed: false }));
    expect(run.dags[0]?.tasks).toEqual([{ taskId: "t", upstream: [] }]);
    expect(run.dags[0]?.runs).toHaveLength(1);
    expect(run.files).toEqual({});
  });
});

describe.skipIf(!canSandbox())("a sandbox holds it back from", () => {
  const solution = entryFile(findLesson("02"));

  test("taking the lesson's own DAG for its own", async () => {
    const run = seenIn(await tryFile(`export { default } from ${quoted(solution)};`));
    expect(run.loadError).toContain("there is no such file");
    expect(
      seenIn(await tryFile(`export { default } from ${quoted(solution)};`, { isSandboxed: false })).loadError,
    ).toBeNull();
  });

  test.each([
    ["the solutions", solution],
    ["the checks", join(kitFolder, "lessons", "02_daily_schedule", "checks.ts")],
    ["the passwords of the machine", "/etc/shadow"],
  ])("reading %s, even by bash", async (_, path) => {
    const { run } = await tryTask(`
      const read = (how) => { try { return how(); } catch { return "refused"; } };
      writeFileSync("a.txt", read(() => readFileSync(${quoted(path)}, "utf8")));
      writeFileSync("b.txt", read(() => execSync("cat '${path}'", { encoding: "utf8" })));`);
    expect(existsSync(path)).toBe(true);
    expect(run.files).toEqual({ "a.txt": "refused", "b.txt": "refused" });
  });

  test("finding secrets in the environment, or other submissions, and carrying them out in an error", async () => {
    const other = temporaryFolder();
    writeFileSync(join(other, "dag.ts"), "mine");
    vi.stubEnv("A_SECRET", "open sesame");
    const { run, task } = await tryTask(`
      const said = JSON.stringify(process.env) + execSync("env; cat /proc/[0-9]*/environ");
      writeFileSync("env.txt", said);
      writeFileSync("other.txt", String(execSync("ls -a ${join(other, "..")}")));
      throw new Error(said);`);
    vi.unstubAllEnvs();
    expect(run.files["env.txt"]).toContain("EVENTS_API");
    expect(run.files["env.txt"]).not.toContain("sesame");
    expect(run.files["other.txt"]).not.toContain(other.slice(-6));
    expect(task?.error).toContain("EVENTS_API");
    expect(task?.error).not.toContain("sesame");
    expect(run.failure).not.toContain("sesame");
  });

  test("writing as the teacher: by bash, by ATTACH and by VACUUM INTO", async () => {
    const [byBash, byAttach, byVacuum] = ["a", "b", "c"].map((name) => join(temporaryFolder(), name));
    const inCourse = join(kitFolder, "engine", "written-by-a-submission");
    await tryTask(`
      const attempt = (work) => { try { work(); } catch {} };
      attempt(() => execSync("echo x > ${byBash}"));
      attempt(() => execSync("echo x > ${inCourse}"));
      const database = new DatabaseSync("own.db");
      attempt(() => database.exec("ATTACH '${byAttach}' AS other; CREATE TABLE other.t (x)"));
      attempt(() => database.exec("VACUUM INTO '${byVacuum}'"));`);
    expect([byBash, byAttach, byVacuum, inCourse].filter((path) => existsSync(path ?? ""))).toEqual([]);
  });

  test("changing the course, even by a hard link, and quickly changing it back", async () => {
    const file = join(kitFolder, "engine", "src", "index.ts");
    const before = statSync(file, { bigint: true });
    const { run } = await tryTask(`
      const attempt = (command) => {
        try { return String(execSync("exec 2>&1; " + command)); } catch (error) { return "refused: " + error.stdout; }
      };
      writeFileSync("link.txt", attempt("ln '${file}' linked.ts && echo '// ' >> linked.ts"));
      writeFileSync("race.txt", attempt("cp '${file}' kept && echo '// ' >> '${file}' && cat kept > '${file}'"));
      writeFileSync("new.txt", attempt("mv '${file}' '${file}.old'"));`);
    for (const name of ["link", "race", "new"]) expect(run.files[`${name}.txt`]).toMatch(/^refused: /);
    expect(run.files["link.txt"]).toMatch(/cross-device|Read-only/);
    expect(run.files["race.txt"]).toContain("Read-only file system");
    const after = statSync(file, { bigint: true });
    expect([after.ino, after.nlink, after.mtimeNs]).toEqual([before.ino, before.nlink, before.mtimeNs]);
  });

  test("changing the store by which it is judged", async () => {
    const { run, task } = await tryTask(`
      const [store] = readdirSync("../kept").filter((name) => name.endsWith(".db"));
      writeFileSync("store.txt", store);
      const database = new DatabaseSync(\`../kept/\${store}\`);
      database.exec("UPDATE attempt SET state = 'success'");`);
    expect(run.files["store.txt"]).toBe("run-runs.db");
    expect(task?.state).toBe("failed");
    expect(task?.error).toMatch(/readonly|read-only/);
  });

  test("writing elsewhere in a callback", async () => {
    const outside = join(temporaryFolder(), "written");
    const callback = `async () => {
      writeFileSync("callback.txt", "called");
      try { execSync("echo x > ${outside}"); } catch {}
    }`;
    const run = seenIn(
      await tryFile(
        `${head}new FunctionOperator({ dag, taskId: "t", onSuccess: ${callback}, callable() {} });`,
      ),
    );
    expect(run.files["callback.txt"]).toBe("called");
    expect(existsSync(outside)).toBe(false);
  });

  test("reaching any server but those of its trial", async () => {
    const { run } = await tryTask(`
      const reach = async (url) => { try { return (await fetch(url)).status; } catch { return "nobody"; } };
      writeFileSync("net.txt", [await reach(process.env.EVENTS_API + "/events"), await reach("http://1.1.1.1")].join());`);
    expect(run.files["net.txt"]).toBe("200,nobody");
    expect(run.requests).toHaveLength(1);
  });

  test("outliving its trial", async () => {
    const mark = `sleep 3${Math.floor(Math.random() * 1e6)}`;
    await tryTask(
      `spawn("setsid", ["env", "-i", "bash", "-c", "${mark}"], { detached: true, stdio: "ignore" }).unref();`,
    );
    expect(commands().filter((command) => command.includes(mark))).toEqual([]);
  });

  test("getting into the network of the next one: it is handed on only when nothing is left in it", async () => {
    const file = join(temporaryFolder(), "dag.ts");
    const laboratory = openLaboratory({ limits: { ...usualLimits, time: 50_000 }, isSandboxed: true });
    onTestFinished(() => laboratory.close());
    const networkOf = async () => {
      const code = `execSync("setsid sleep 3600 > /dev/null 2>&1 &"); writeFileSync("net", execSync("readlink /proc/self/ns/net"));`;
      const task = `new FunctionOperator({ dag, taskId: "t", callable() { ${code} } });`;
      writeFileSync(file, `${head}${task}`);
      const trial = { experiments: ["run"] as const, isWorthMore: () => true, readable: [file] };
      const findings = await laboratory.tryOut({ lesson: "02", file, seeds: [0] }, trial);
      return findings.map((each) => seenIn(each).files["net"]).join();
    };
    const first = await networkOf();
    expect(first).toMatch(/^net:/);
    expect(await networkOf()).toBe(first);
  });

  test("leaving compiled code for others to run", async () => {
    enableCompileCache(temporaryFolder());
    const cache = dirname(getCompileCacheDir() ?? "");
    const leave = `
      writeFileSync("cache.txt", process.env.NODE_COMPILE_CACHE);
      try { writeFileSync(${quoted(join(cache, "by-node"))}, ""); } catch {}
      execSync("touch ${join(cache, "by-bash")} || true");`;
    const within = await tryTask(leave);
    expect(within.run.files["cache.txt"]).toBe(cache);
    expect(readdirSync(cache).filter((name) => name.startsWith("by-"))).toEqual([]);

    const without = await tryTask(leave, { isSandboxed: false }); // there, its trial has a cache of its own
    expect(without.run.files["cache.txt"]).not.toContain(cache);
    expect(existsSync(join(cache, "by-node"))).toBe(false);
  });

  test("ending the process that observes it", async () => {
    const kill = `process.kill(process.ppid, "SIGKILL"); execSync("kill -9 -1");`;
    const task = `new FunctionOperator({ dag, taskId: "t", callable() { ${kill} } });`;
    const { observations, troubles } = await tryFile(`${head}${task}`);
    expect(observations.size).toBe(0);
    expect(troubles.get("run")?.status).toBe("fail");
    expect(troubles.get("run")?.message).toMatch(/^its process ended .*: "run", in task "t"/);
  });
});

/** The commands of all processes. */
function commands(): string[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.map((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    } catch {
      return ""; // it has ended
    }
  });
}
