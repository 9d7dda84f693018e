import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { refusalOf } from "@daglings/words/testing";
import { testStore } from "./conformance.ts";
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

test("a new file is made with its folders, in WAL mode, with the version of its tables", () => {
  file = join(folder, "deep", "er", "daglings.db");
  sqliteStore(file).close();
  expect(pragma("journal_mode")).toBe("wal");
  expect(pragma("user_version")).toBe(1);
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

describe("a file that cannot be a store is refused, and stays as it is", () => {
  const refusal = () => refusalOf(() => sqliteStore(file));
  const another = "name another file as the store";

  test.each(["a text", "a text that is long enough to be looked at as a database".repeat(20)])(
    "%s",
    (content) => {
      writeFileSync(file, content);
      expect(refusal()).toBe(`EnvironmentError: ${file}: it is no database; move it away, or ${another}`);
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
      `EnvironmentError: ${file}: it was written by a newer version (store version 99, this one knows 1); ` +
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

  test("one that is not there, for reading", () => {
    expect(() => sqliteStore(file, { readOnly: true })).toThrow(/unable to open/);
    expect(existsSync(file)).toBe(false);
  });
});

test("an empty file becomes a store", () => {
  writeFileSync(file, "");
  sqliteStore(file).close();
  expect(pragma("user_version")).toBe(1);
});
