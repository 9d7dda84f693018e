import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { inTemporaryFolder } from "../../../stage/src/testing.ts";
import { databaseText } from "./database-text.ts";

test("a database is its rows, even those that are in the file beside it, and looking changes nothing", async () => {
  await inTemporaryFolder((folder) => {
    const file = join(folder, "a.db");
    const database = new DatabaseSync(file);
    database.exec("pragma journal_mode = wal; create table result (name text, orders integer)");
    database.exec('create table "odd ""name" (x); create view endless as select 1');
    database.exec("insert into result values ('bob', 3), ('al', null)");
    const before = readdirSync(folder);
    expect(databaseText(file)).toBe("result|bob|3\nresult|al|null\n");
    expect(readdirSync(folder)).toEqual(before);
    database.close();
    expect(databaseText(file)).toBe("result|bob|3\nresult|al|null\n");
    return Promise.resolve();
  });
});

test("a file that is not a database has no such text", async () => {
  await inTemporaryFolder((folder) => {
    const file = join(folder, "a.db");
    expect(databaseText(file)).toBeNull();
    writeFileSync(file, "name,orders\n".repeat(500));
    expect(databaseText(file)).toBeNull();
    return Promise.resolve();
  });
});

test("only a file beside it is read with it", async () => {
  await inTemporaryFolder((folder) => {
    const file = join(folder, "a.db");
    const database = new DatabaseSync(file);
    database.exec("create table result (name text); insert into result values ('bob')");
    database.close();
    mkdirSync(`${file}-wal`);
    expect(databaseText(file)).toBe("result|bob\n");
    return Promise.resolve();
  });
});
