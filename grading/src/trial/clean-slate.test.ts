import { execFileSync } from "node:child_process";
import { execPath } from "node:process";
import { expect, test } from "vitest";

test("a slate is remembered without loading what Node loads only when it is read: that takes as long as the engine", () => {
  const slate = new URL("./clean-slate.ts", import.meta.url).href;
  const code = `
    const { rememberSlate } = await import(${JSON.stringify(slate)});
    rememberSlate()();
    console.log(process.moduleLoadList.filter((name) => /undici|zlib/.test(name)).join());`;
  const said = execFileSync(execPath, ["--input-type=module", "--eval", code], { encoding: "utf8" });
  expect(said).toBe("\n");
});
