import { expect, test } from "vitest";
import { bashOfGit } from "./find-bash.ts";

const programs = { ProgramFiles: "C:\\Program Files", LOCALAPPDATA: "C:\\Users\\ana\\AppData\\Local" };
const system = "C:\\Windows\\System32";

test.each([
  ["in its usual place", ["C:\\Program Files\\Git\\bin\\bash.exe"], system],
  ["for one user", ["C:\\Users\\ana\\AppData\\Local\\Programs\\Git\\bin\\bash.exe"], system],
  [
    "elsewhere, with Git\\cmd alone on the PATH",
    ["D:\\Git\\bin\\bash.exe", "D:\\Git\\cmd\\git.exe"],
    `${system};D:\\Git\\cmd`,
  ],
  [
    "elsewhere, by its inner folder",
    ["D:\\Git\\bin\\bash.exe", "D:\\Git\\mingw64\\bin\\git.exe"],
    "D:\\Git\\mingw64\\bin",
  ],
])("Git's bash is found %s", (_, files, PATH) => {
  const there = [...files, `${system}\\bash.exe`];
  expect(bashOfGit({ ...programs, PATH }, (path) => there.includes(path))).toBe(files[0]);
});

test("the bash of Windows itself is none, nor one that lies on the PATH without Git", () => {
  const there = [`${system}\\bash.exe`, "D:\\tools\\bash.exe"];
  expect(
    bashOfGit({ ...programs, PATH: `${system};D:\\tools` }, (path) => there.includes(path)),
  ).toBeUndefined();
  expect(bashOfGit({}, () => true)).toBeUndefined();
});
