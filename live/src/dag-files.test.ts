import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "@daglings/words";
import { describe, expect, onTestFinished, test } from "vitest";
import { openDagFiles } from "./dag-files.ts";
import { temporaryFolder } from "./testing.ts";

const source = (dagId: string, schedule = "@daily") => `
import { DAG, EmptyOperator } from "@daglings/engine";
const dag = new DAG({ dagId: "${dagId}", schedule: "${schedule}", startDate: "2019-01-01" });
new EmptyOperator({ dag, taskId: "nothing" });
export default dag;
`;

function write(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Opened, with a way to wait for what it says next. */
async function open(...paths: string[]) {
  const said: string[] = [];
  let wake = Promise.withResolvers<void>();
  const changes: string[][] = [];
  const files = await openDagFiles(paths, {
    onChange: (dags) => changes.push([...dags.keys()]),
    say(line) {
      said.push(line);
      wake.resolve();
      wake = Promise.withResolvers();
    },
  });
  onTestFinished(() => files.close());
  const says = async (count: number) => {
    while (said.length < count) await wake.promise;
    return said;
  };
  return { files, changes, says };
}

describe("DAGs are found", () => {
  test("in files, and in folders: beside each other, and as dag.ts in folders of their own", async () => {
    const folder = write(temporaryFolder(), {
      "one.ts": source("one"),
      "helper.ts": "export const size = 3;",
      "one.test.ts": "throw new Error('not loaded')",
      "notes.md": "no module",
      "08_two/dag.ts": source("two"),
      "08_two/other.ts": "throw new Error('not loaded')",
      "empty/notes.md": "",
    });
    const { files } = await open(folder);
    expect([...files.dags.keys()].toSorted()).toEqual(["one", "two"]);
    expect([...(await open(join(folder, "one.ts"))).files.dags.keys()]).toEqual(["one"]);
    expect((await open(folder, join(folder, "one.ts"))).files.dags.size).toBe(2);
  });

  test.each([
    [
      "a path that is not there",
      {},
      "missing.ts",
      /missing\.ts: there is no such file or folder; check the path$/,
    ],
    [
      "a file without a DAG",
      { "a.ts": "export const a = 1;" },
      "a.ts",
      /a\.ts: exports no DAG; end it with: export default dag;$/,
    ],
    [
      "a folder without a DAG",
      { "a.ts": "export const a = 1;" },
      "",
      /there is no DAG; name files that export one, or their folder$/,
    ],
    [
      "a file that does not load",
      { "a.ts": "throw new Error('broken')" },
      "",
      /a\.ts:1: fails while it is loaded: broken$/,
    ],
    [
      "two DAGs of one name",
      { "a.ts": source("same"), "b.ts": source("same") },
      "",
      /are both DAG "same"; give one of them a different dagId$/,
    ],
  ])("%s is refused", async (_, files, path, message) => {
    const folder = write(temporaryFolder(), files);
    const opening = openDagFiles([join(folder, path)], { onChange() {}, say() {} });
    await expect(opening).rejects.toThrow(UsageError);
    await expect(opening).rejects.toThrow(message);
  });
});

describe("a file that is saved", () => {
  test("is reloaded; a broken one leaves its DAG as it was, and a mended one is loaded", async () => {
    const folder = write(temporaryFolder(), { "a.ts": source("a"), "b.ts": source("b") });
    const { files, changes, says } = await open(folder);
    const scheduleOf = (dagId: string) => files.dags.get(dagId)?.settings.timetable.description;

    write(folder, { "a.ts": source("a", "@hourly") });
    expect((await says(1))[0]).toMatch(/a\.ts: reloaded; its next runs use it$/);
    expect([scheduleOf("a"), scheduleOf("b"), changes]).toEqual(["@hourly", "@daily", [["a", "b"]]]);

    write(folder, { "a.ts": "export default dag" });
    expect((await says(2))[1]).toMatch(/\n.*a\.ts: the version before stays$/);
    expect([scheduleOf("a"), changes.length]).toEqual(["@hourly", 1]);

    write(folder, { "a.ts": source("b") });
    expect((await says(3))[2]).toMatch(/are both DAG "b"/);
    expect([...files.dags.keys()]).toEqual(["a", "b"]);

    write(folder, { "a.ts": source("renamed") });
    await says(4);
    expect([...files.dags.keys()].toSorted()).toEqual(["b", "renamed"]);
  });
});

describe("a file that is new in a folder", () => {
  test("is loaded as soon as it has a DAG, and a broken one is left out until it is mended", async () => {
    const folder = write(temporaryFolder(), { "a.ts": source("a"), "helper.ts": "export const size = 3;" });
    const { files, changes, says } = await open(folder);
    write(folder, { "b.ts": source("b") });
    expect((await says(1))[0]).toMatch(/b\.ts: new; loaded$/);
    expect(changes).toEqual([["a", "b"]]);

    write(folder, { "more.ts": "export const more = 4;", "c.ts": "export default dag" });
    expect((await says(2))[1]).toMatch(/dag is not defined\n.*c\.ts: it is left out$/);
    write(folder, { "c.ts": source("c") });
    expect((await says(3))[2]).toMatch(/c\.ts: new; loaded$/);
    write(folder, { "helper.ts": source("helper") });
    expect((await says(4))[3]).toMatch(/helper\.ts: new; loaded$/);

    write(folder, { "08_two/dag.ts": source("two") });
    expect((await says(5))[4]).toMatch(/08_two.dag\.ts: new; loaded$/);
    expect([...files.dags.keys()]).toEqual(["a", "b", "c", "helper", "two"]);
  });
});
