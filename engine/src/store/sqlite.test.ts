import { execFileSync } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execPath, platform } from "node:process";
import { DatabaseSync } from "node:sqlite";
import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { refusalOf } from "@daglings/words/testing";
import type { Store } from "../ports.ts";
import { testStore } from "./conformance.ts";
import { thisProcess } from "./process.ts";
import { migrations } from "./schema.ts";
import { sqliteStore } from "./sqlite.ts";

testStore(() => {
  const folder = mkdtempSync(join(tmpdir(), "daglings-"));
  const store = sqliteStore(join(folder, "daglings.db"), { synchronous: "NORMAL" });
  return { store, remove: () => rmSync(folder, { recursive: true }) };
});

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "daglings-"));
  file = join(folder, "daglings.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

const pragma = (name: string) => {
  const database = new DatabaseSync(file);
  const value = Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];
  database.close();
  return value;
};

/** Makes a store, and does to it what no store would. */
function change(sql: string): void {
  sqliteStore(file).close();
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

test("a new file is made with its folders, in WAL mode, with the version of its tables", () => {
  file = join(folder, "deep", "er", "daglings.db");
  sqliteStore(file).close();
  expect(pragma("journal_mode")).toBe("wal");
  expect(pragma("user_version")).toBe(migrations.length);
});

test("what was saved is there when the file is opened again, also read-only", () => {
  const setting = { kind: "variable", name: "region", value: "eu", secret: false } as const;
  const first = sqliteStore(file);
  first.saveSetting(setting);
  first.close();
  const second = sqliteStore(file, { readOnly: true });
  expect(second.listSettings()).toEqual([setting]);
  expect(() => second.saveSetting(setting)).toThrow(/readonly/);
  second.close();
});

const settingOf = (name: string) =>
  ({ kind: "variable", name, value: "x".repeat(100), secret: false }) as const;

describe("the room that the log is given beforehand", () => {
  const log = () => statSync(`${file}-wal`).size;

  test("is enough for the commits that follow", () => {
    const store = sqliteStore(file);
    const before = log();
    for (let index = 0; index < 100; index++) store.saveSetting(settingOf(`n${index}`));
    expect(log()).toBe(before);
    store.close();
  });

  test("lies behind what somebody else has committed, and is nothing to those who read it after a crash", () => {
    const others = sqliteStore(file, { synchronous: "NORMAL" });
    others.saveSetting(settingOf("before"));
    const before = log();
    const store = sqliteStore(file);
    expect(log()).toBeGreaterThan(before);
    others.saveSetting(settingOf("between"));
    store.saveSetting(settingOf("last"));
    const copy = join(folder, "copy.db");
    for (const end of ["", "-wal"]) copyFileSync(`${file}${end}`, `${copy}${end}`); // as a crash leaves them
    others.close();
    store.close();
    const found = sqliteStore(copy);
    expect(found.listSettings().map(({ name }) => name)).toEqual(["before", "between", "last"]);
    found.close();
  });
});

describe("a file that cannot be a store is refused, and stays as it is", () => {
  const refusal = () => refusalOf(() => sqliteStore(file));
  const another = "name another file as the store";

  test.each(["a text", "a text that is long enough to be looked at as a database".repeat(20)])(
    "%s",
    (content) => {
      writeFileSync(file, content);
      expect(refusal()).toBe(`EnvironmentError: ${file}: it is not a database; move it away, or ${another}`);
      expect(readFileSync(file, "utf8")).toBe(content);
    },
  );

  test("a store that is damaged", () => {
    sqliteStore(file).close();
    const damaged = readFileSync(file).fill(0xff, 100, 600);
    writeFileSync(file, damaged);
    expect(refusal()).toBe(`EnvironmentError: ${file}: it is damaged; put a copy of it back, or ${another}`);
    expect(readFileSync(file).equals(damaged)).toBe(true);
  });

  test("the database of another program", () => {
    const other = new DatabaseSync(file);
    other.exec("CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('mine')");
    other.close();
    const before = readFileSync(file);
    expect(refusal()).toBe(`EnvironmentError: ${file}: it is the database of another program; ${another}`);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test("a store from a newer version", () => {
    sqliteStore(file).close();
    const newer = new DatabaseSync(file);
    newer.exec("PRAGMA user_version = 99");
    newer.close();
    expect(refusal()).toBe(
      `EnvironmentError: ${file}: it was written by a newer version (store version 99, this one knows ${migrations.length}); ` +
        `update this version, or ${another}`,
    );
    expect(pragma("user_version")).toBe(99);
  });

  test("a folder", () => {
    expect(refusalOf(() => sqliteStore(folder))).toBe(
      `EnvironmentError: ${folder}: it cannot be opened (unable to open database file); ` +
        `see whether it is a file that you may write to, or ${another}`,
    );
  });

  test.each(["", ":memory:"])("%j, which would keep nothing", (name) => {
    expect(refusalOf(() => sqliteStore(name))).toBe(
      `UsageError: ${JSON.stringify(name)} is not a file for a store; name one, or use memoryStore()`,
    );
  });

  test.each(["xcom", "run", "lease"])("a store without its table %s", (name) => {
    change(`DROP TABLE ${name}`);
    expect(refusal()).toBe(
      `EnvironmentError: ${file}: it is damaged (it has no table "${name}"); put a copy of it back, or ${another}`,
    );
  });

  test("one that is not there, for reading", () => {
    expect(() => sqliteStore(file, { readOnly: true })).toThrow(/unable to open/);
    expect(existsSync(file)).toBe(false);
  });
});

test("an empty file becomes a store", () => {
  writeFileSync(file, "");
  sqliteStore(file).close();
  expect(pragma("user_version")).toBe(migrations.length);
});

describe("a row that no store has written is named, with what to do", () => {
  const values = "'dag', 'run 0', 'fetch', 'rnning', 1, 0, NULL, NULL, NULL, NULL, 0";
  const run = (conf: string, state: string) =>
    `INSERT INTO run VALUES ('dag', 'run 0', 'manual', 0, 0, 0, '${conf}', 0, 'hash', '${state}', 0, NULL, NULL, 0, '[]')`;
  const find = (store: Store) => store.findRun({ dagId: "dag", runId: "run 0" });

  test.each<[string, string, string, (store: Store) => unknown]>([
    ["an unknown state", run("{}", "runing"), 'run", dag_id dag, run_id run 0: its state', find],
    ["JSON that is none", run("{]", "queued"), 'run", dag_id dag, run_id run 0: its conf', find],
    [
      "an unknown state of a task",
      `${run("{}", "running")}; INSERT INTO task_instance VALUES (${values}, '[]')`,
      'task_instance", dag_id dag, run_id run 0, task_id fetch: its state',
      find,
    ],
    [
      "an XCom that is not JSON",
      "INSERT INTO xcom VALUES ('dag', 'run 0', 'fetch', 'return_value', '{')",
      'xcom", dag, run 0, fetch, return_value: its value',
      (store) => store.findXCom({ dagId: "dag", runId: "run 0", taskId: "fetch", key: "return_value" }),
    ],
  ])("%s", (_, sql, place, look) => {
    change(sql);
    const store = sqliteStore(file);
    expect(refusalOf(() => look(store))).toBe(
      `EnvironmentError: ${file}: it is damaged (table "${place} cannot be read); ` +
        "put a copy of it back, or name another file as the store",
    );
    store.close();
  });
});

const lease = { ...thisProcess(), holder: "me", renewedAt: 0, expiresAt: 0, address: null };
const nothing = {
  holder: "me",
  dags: [],
  runs: [],
  tasks: [],
  attempts: [],
  xcoms: [],
  assetEvents: [],
  assetQueues: [],
  traces: [],
  events: [],
};

test.skipIf(platform === "win32")("a full disk is said in a sentence each time, and nothing is lost", () => {
  const script = `
    import { sqliteStore } from "${new URL("sqlite.ts", import.meta.url).href}";
    const store = sqliteStore(process.argv[1]);
    store.takeLease(${JSON.stringify(lease)}, () => true);
    const messages = [];
    for (const length of [10, 1_000_000, 1_000_000, 10]) {
      const values = { length, text: "x".repeat(length) };
      try {
        store.commit({ ...${JSON.stringify(nothing)}, xcoms: [{ dagId: "dag", runId: "run", taskId: "task", values }] });
        messages.push("kept");
      } catch (error) {
        messages.push(String(error));
      }
    }
    store.dropLease({ holder: "me" });
    store.close();
    console.log(JSON.stringify(messages));
  `;
  // No file may grow beyond 400 kB: to a program that is the same as a full disk.
  const limited = 'ulimit -f 400; trap "" XFSZ; exec "$@"';
  const node = [execPath, "--input-type=module", "--eval", script, file];
  const messages = JSON.parse(execFileSync("bash", ["-c", limited, "bash", ...node]).toString()) as string[];
  const full = new RegExp(
    `^EnvironmentError: ${file}: (the disk is full|it cannot be read or written .*full)`,
  );
  expect(messages).toEqual(["kept", expect.stringMatching(full), expect.stringMatching(full), "kept"]);
  const store = sqliteStore(file);
  expect(store.findXCom({ dagId: "dag", runId: "run", taskId: "task", key: "length" })).toEqual({
    value: 10,
  });
  expect(store.takeLease({ ...lease, holder: "other" }, () => true).holder).toBe("other");
  store.close();
});

describe("a file that is not any more where it was", () => {
  const lost = (name: string) =>
    `EnvironmentError: ${name}: it was deleted, moved or replaced while a scheduler worked on it; ` +
    "nothing more is kept; put it back, or start again with another";

  test.each<[string, () => void]>([
    ["deleted", () => rmSync(file)],
    ["moved", () => renameSync(file, `${file}.old`)],
    [
      "replaced",
      () => {
        rmSync(file);
        sqliteStore(file).close();
      },
    ],
  ])("is noticed when the lease is renewed: %s", (_, remove) => {
    const store = sqliteStore(file);
    store.takeLease(lease, () => true);
    expect(store.renewLease(lease)).toBe(true);
    remove();
    expect(refusalOf(() => store.renewLease(lease))).toBe(lost(file));
    store.close();
  });
});

test("of two that open a new file at once, one makes the tables and the other finds them", async () => {
  const script = `
    const { workerData, parentPort } = require("node:worker_threads");
    const { DatabaseSync } = require("node:sqlite");
    const database = new DatabaseSync(workerData.file);
    database.exec("PRAGMA journal_mode = WAL; BEGIN IMMEDIATE");
    for (const step of workerData.migrations) database.exec(step);
    database.exec("PRAGMA application_id = 1145128812; PRAGMA user_version = " + workerData.migrations.length);
    parentPort.postMessage("has begun");
    setTimeout(() => { database.exec("COMMIT"); database.close(); }, 100);
  `;
  const first = new Worker(script, { eval: true, workerData: { file, migrations } });
  await once(first, "message");
  const second = sqliteStore(file);
  expect(second.listSettings()).toEqual([]);
  second.close();
  await once(first, "exit");
});

test("a file of an earlier version is brought up to date, with all that it has", () => {
  const old = new DatabaseSync(file);
  const [first = ""] = migrations;
  old.exec(`${first}; PRAGMA application_id = 1145128812; PRAGMA user_version = 1`);
  old.exec("INSERT INTO attempt VALUES ('dag', 'run', 'task', 1, 'running', 5, NULL, NULL, NULL, NULL)");
  old.exec("INSERT INTO lease VALUES (1, 'me', 'here', 1, 0)");
  old.close();
  const store = sqliteStore(file);
  expect(store.listOpenAttempts({ dagId: "dag" })).toMatchObject([{ taskId: "task", report: null }]);
  expect(store.takeLease(lease, () => true)).toEqual(lease);
  store.close();
});

test("an end that an earlier version had put on record, and that nobody has taken in yet, has left no traces", () => {
  const old = new DatabaseSync(file);
  const before = migrations.findIndex((step) => step.includes("CREATE TABLE trace"));
  for (const step of migrations.slice(0, before)) old.exec(step);
  old.exec(`PRAGMA application_id = 1145128812; PRAGMA user_version = ${before}`);
  const columns = "dag_id, run_id, task_id, try_number, state, started_at, report";
  old.exec(
    `INSERT INTO attempt (${columns}) VALUES ('dag', 'run', 'task', 1, 'running', 5, '{"duration":1}')`,
  );
  old.close();
  const store = sqliteStore(file);
  const [open] = store.listOpenAttempts({ dagId: "dag" });
  expect(open?.report).toEqual({ duration: 1, traces: [] });
  store.close();
});
