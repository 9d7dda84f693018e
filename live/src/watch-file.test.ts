import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { temporaryFolder } from "./testing.ts";
import { watchFile } from "./watch-file.ts";

interface Watched {
  readonly file: string;
  readonly folder: string;
  /** Resolves with the next time that it is called back. */
  readonly saved: () => Promise<number>;
  readonly times: () => number;
}

type How = "told by the system" | "looking by itself" | "both";

function watchForTest(how: How): Watched {
  const folder = temporaryFolder();
  const file = join(folder, "dag.ts");
  writeFileSync(file, "one");
  if (how === "told by the system") vi.useFakeTimers({ toFake: ["setInterval"] }); // so it never looks by itself
  onTestFinished(() => void vi.useRealTimers());
  let times = 0;
  let wake = Promise.withResolvers<number>();
  const stop = watchFile(file, { poll: how === "looking by itself" }, () => {
    wake.resolve(++times);
    wake = Promise.withResolvers();
  });
  onTestFinished(stop);
  return { file, folder, saved: () => wake.promise, times: () => times };
}

describe.each(["told by the system", "looking by itself"] as const)("%s it is heard", (how) => {
  test("when the file is written in place", async () => {
    const { file, saved } = watchForTest(how);
    const heard = saved();
    writeFileSync(file, "two!");
    expect(await heard).toBe(1);
  });

  test("when another takes its place, and then another", async () => {
    const { file, folder, saved } = watchForTest(how);
    for (const [index, text] of ["second", "third one"].entries()) {
      const heard = saved();
      writeFileSync(join(folder, ".dag.ts.swp"), text);
      renameSync(join(folder, ".dag.ts.swp"), file);
      expect(await heard).toBe(index + 1);
    }
  });

  test("when it is deleted, and made again", async () => {
    const { file, saved } = watchForTest(how);
    const heard = saved();
    rmSync(file);
    writeFileSync(file, "again!");
    expect(await heard).toBe(1);
  });
});

test("it is heard when the whole folder is deleted, and made again", async () => {
  const { file, folder, saved } = watchForTest("both");
  const heard = saved();
  rmSync(folder, { recursive: true });
  mkdirSync(folder);
  writeFileSync(file, "again!");
  expect(await heard).toBe(1);
});

test("what is written in several steps is heard once, and other files are not", async () => {
  const { file, folder, saved, times } = watchForTest("both");
  const heard = saved();
  for (const text of ["a", "ab", "abc"]) writeFileSync(file, text);
  writeFileSync(join(folder, "other.ts"), "x");
  await heard;
  const again = saved();
  writeFileSync(join(folder, "other.ts"), "xyz");
  writeFileSync(file, "abcd");
  await again;
  expect(times()).toBe(2);
});
