import { spawn } from "node:child_process";
import { once } from "node:events";
import { execPath } from "node:process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const fixture = fileURLToPath(new URL("../fixtures/guarded.ts", import.meta.url));

async function guarded(args: readonly string[], flags: readonly string[] = []) {
  const child = spawn(execPath, [...flags, fixture, ...args], { stdio: ["pipe", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = once(child, "close") as Promise<[number | null, string | null]>;
  const said = text(child.stderr);
  await once(child.stdout, "data");
  return { child, ended, said };
}

test.each([
  [[], "while the file was loaded"],
  [['in task "first"', 'in task "second"'], 'in task "second"'],
])("a process that loops is ended, and it is said where: %j", async (notes, where) => {
  const { ended, said } = await guarded(["400", "loops", ...notes]);
  expect(await ended).toEqual([null, "SIGKILL"]);
  expect(await said).toBe(
    `\npnpm test: nothing has moved for 0.4 s, ${where}: does it loop without end? Stopped.\n`,
  );
});

test("a process that is awake is left alone, however long it takes", async () => {
  const { child, ended, said } = await guarded(["20000", "waits"]);
  child.stdin.end();
  expect(await ended).toEqual([0, null]);
  expect(await said).toBe("");
});

test("a debugger may hold it up, for longer than any other would be let", async () => {
  const debugged = await guarded(["1", "waits"], ["--inspect=127.0.0.1:0"]);
  const other = await guarded(["1", "waits"]);
  expect(await other.ended).toEqual([null, "SIGKILL"]);
  debugged.child.stdin.end();
  expect(await debugged.ended).toEqual([0, null]);
});
