import { expect, test } from "vitest";
import { kitHere } from "../testing.ts";

test.each([
  ["nonsense", 2, /the URL of the database cannot be read/],
  ["postgres://a:secret@127.0.0.1:1/x", 3, /postgres:\/\/a@127\.0\.0\.1:1\/x: no server answers there/],
])("a database that cannot be asked is said before the page opens: %s", async (url, code, sentence) => {
  const { exitCode, stdout, stderr } = await kitHere([
    "classroom",
    "--no-open",
    "--port",
    "0",
    "--store",
    url,
  ]);
  expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: "" });
  expect(stderr).toMatch(sentence);
});
