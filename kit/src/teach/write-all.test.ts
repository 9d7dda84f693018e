import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeTo } from "@daglings/stage";
import { inTemporaryFolder } from "../../../stage/src/testing.ts";
import { writeAll } from "./write-all.ts";

test("several files are written", async () => {
  await inTemporaryFolder((folder) => {
    const paths = ["a", "b"].map((name) => join(folder, name));
    for (const path of paths) writeTo(path, "old");
    writeAll(paths.map((path) => ({ path, text: "new" })));
    expect(paths.map((path) => readFileSync(path, "utf8"))).toEqual(["new", "new"]);
    return Promise.resolve();
  });
});

test("none is, where one of them cannot be written", async () => {
  await inTemporaryFolder((folder) => {
    // No name may be longer: beside it there is no room for a file that is not whole yet.
    const paths = ["a", "x".repeat(255), "b"].map((name) => join(folder, name));
    for (const path of paths) writeTo(path, "old");
    expect(() => writeAll(paths.map((path) => ({ path, text: "new" })))).toThrow("nothing has changed");
    expect(paths.map((path) => readFileSync(path, "utf8"))).toEqual(["old", "old", "old"]);
    expect(readdirSync(folder)).toHaveLength(3);
    return Promise.resolve();
  });
});
