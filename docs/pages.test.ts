// What README.md and the pages beside this file say is so: links, files, and the DAG that it shows. Their commands: docs/commands.test.ts.

import { execFile } from "node:child_process";
import { existsSync, globSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startEventsApi } from "@daglings/events-api";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (page: string) => readFileSync(join(root, page), "utf8");
const readme = read("README.md");
const pages = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...globSync("docs/*.md", { cwd: root })].map(
  (page) => page.replaceAll("\\", "/"),
);

/** Everything that the first group of the pattern finds, each once. */
function all(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, found = ""]) => found))];
}

test("the tests run with the command that the README says", () => {
  expect(readme).toContain("\n```\nnpx -y pnpm test\n```\n");
});

test("docs/README.md names every page of its folder, and for whom it is", () => {
  const known = globSync("docs/*.md", { cwd: root }).map((page) => page.replaceAll("\\", "/"));
  const others = known.filter((page) => page !== "docs/README.md");
  const named = all(read("docs/README.md"), /^\| \[[^\]]+\]\(([^)]+)\) *\| \w/gm);
  expect(named.map((page) => `docs/${page}`).toSorted()).toEqual(others.toSorted());
  const silent = others.filter((page) => !/^# .+\n\n(For|This page is for) people /.test(read(page)));
  expect(silent).toEqual([]);
});

test("every lesson is in the README's list, and nothing else", () => {
  const folders = readdirSync(join(root, "lessons")).filter((name) => /^\d\d_/.test(name));
  expect(all(readme, /\]\(lessons\/(\d\d_\w+)\)/g)).toEqual(folders.toSorted());
});

describe.each(pages)("in %s", (page) => {
  test("every link within the project leads somewhere", () => {
    const links = all(read(page), /\]\((?!https?:)([^)]+)\)/g);
    expect(links.filter((link) => !existsSync(join(root, dirname(page), link)))).toEqual([]);
  });

  test("every file that is named is there", () => {
    const known = globSync(
      [
        "*.ts",
        "{engine,docs,chaos,kit,lessons,events-api,binance,bench,words,templates,live,stage,grading,classroom,beyond}/**/*.ts",
      ],
      {
        cwd: root,
        exclude: ["**/node_modules/**"],
      },
    ).map((file) => `/${file.replaceAll("\\", "/")}`);
    const named = all(read(page), /`([\w./-]+\.ts)`/g);
    const made = ["work/08_templated_path/dag.ts", "mine.ts"];
    const missing = named.filter((name) => !known.some((file) => file.endsWith(`/${name}`)));
    expect(missing.filter((name) => !made.includes(name))).toEqual([]);
  });
});

test("every dependency of every package is explained", () => {
  const page = read("docs/dependencies.md");
  const names = globSync(["package.json", "*/package.json"], { cwd: root }).flatMap((file) => {
    const { dependencies = {}, devDependencies = {} } = JSON.parse(read(file)) as Record<string, object>;
    return Object.keys({ ...dependencies, ...devDependencies });
  });
  const foreign = names.filter((name) => !/^@(daglings|types)\//.test(name));
  expect(foreign.length).toBeGreaterThan(15);
  expect(foreign.filter((name) => !page.includes(name))).toEqual([]);
});

test("the README begins with what its DAG does, as the lesson draws it", async () => {
  const [drawn = ""] = all(readme, /```\n([^`]*data interval[^`]*)```/g);
  const [source = ""] = all(readme, /```ts\n([^]*?)```/g);
  expect(readme.indexOf(drawn)).toBeLessThan(readme.indexOf(source));
  const folder = mkdtempSync(join(tmpdir(), "daglings-readme-"));
  writeFileSync(join(folder, "mine.ts"), source);
  const words = ["lesson", "08", "--file", join(folder, "mine.ts"), "--dir", join(folder, "run")];
  const { stdout } = await promisify(execFile)(execPath, [join(root, "kit/src/main.js"), ...words]);
  expect(stdout).toContain(`\nWhen\n${drawn}`);
  rmSync(folder, { recursive: true });
});

test("the DAG of the README counts the events of five days", async () => {
  const [source = ""] = all(readme, /```ts\n([^]*?)```/g);
  const engine = new URL("../engine/src/index.ts", import.meta.url).href;
  const folder = mkdtempSync(join(tmpdir(), "daglings-readme-"));
  const api = await startEventsApi();
  writeFileSync(join(folder, "mine.ts"), source);
  const script = `
    import { loadDag, memoryStore, Scheduler, simulatedClock } from "${engine}";
    const store = memoryStore();
    const clock = simulatedClock({ from: "2019-01-07" });
    const scheduler = new Scheduler({ dags: [await loadDag("mine.ts")], store, clock });
    await scheduler.run({ until: "idle" });
    const runs = store.listRuns({ dagId: "mine" });
    const counted = ({ dagId, runId }) => store.findXCom({ dagId, runId, taskId: "count_events", key: "return_value" });
    console.log(JSON.stringify(runs.map((run) => counted(run)?.value ?? null)));
  `;
  const node = promisify(execFile);
  const env = { ...process.env, EVENTS_API: api.url };
  const { stdout } = await node(execPath, ["--input-type=module", "--eval", script], { cwd: folder, env });
  const days = ["01", "02", "03", "04", "05", "06"].map((day) => `2019-01-${day}`);
  const counts = days.slice(0, 5).map(async (day, index) => {
    const answer = await fetch(`${api.url}/events?start_date=${day}&end_date=${days[index + 1]}`);
    return ((await answer.json()) as unknown[]).length;
  });
  expect(JSON.parse(stdout)).toEqual(await Promise.all(counts));
  await api.close();
  rmSync(folder, { recursive: true });
});
