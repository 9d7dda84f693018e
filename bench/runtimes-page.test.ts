import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { runtimesPage } from "./runtimes-page.ts";

test("docs/runtimes.md shows what was recorded", async () => {
  const page = readFileSync(new URL("../docs/runtimes.md", import.meta.url), "utf8");
  expect(page.replaceAll("\r\n", "\n")).toBe(await runtimesPage());
});
