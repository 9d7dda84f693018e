import { platform } from "node:process";
import { expect, test } from "vitest";
import { serveApi } from "./serve.ts";
import { startTestApi } from "./testing.ts";

const version = "0.0.0";

/** Only Linux has all of 127.0.0.0/8 without being told. */
const another = platform === "linux" ? [["127.0.0.2", "http://127.0.0.2:"] as const] : [];

test.each([
  ["127.0.0.1", "http://127.0.0.1:"] as const,
  ["0.0.0.0", "http://127.0.0.1:"] as const,
  ...another,
])("an API that listens on %s is found at %s", async (host, start) => {
  const { hub } = await startTestApi();
  const api = await serveApi({ hub, port: 0, host, version });
  expect(api.address.startsWith(start)).toBe(true);
  expect((await fetch(`${api.address}/api/health`)).status).toBe(200);
  await api.close();
});
