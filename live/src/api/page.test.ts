import { format, resolveConfig } from "prettier";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { endpoints } from "./app.ts";
import { apiPage } from "./page.ts";

test("docs/api.md says what the API answers (if not: pnpm test live/src/api/page -u)", async () => {
  const file = fileURLToPath(new URL("../../../docs/api.md", import.meta.url));
  const page = await format(apiPage(endpoints), { ...(await resolveConfig(file)), parser: "markdown" });
  await expect(page).toMatchFileSnapshot(file);
});
