import { findLesson } from "@daglings/stage";
import { expect, test } from "vitest";
import { serversToName } from "./servers-to-name.ts";

const entries = ["08", "11", "12"].map(findLesson);

test("what lessons ask for and nobody has named is said, with how to name it", async () => {
  expect(await serversToName(entries, { SMTP_URL: "smtp://127.0.0.1:1025" })).toEqual([
    "EVENTS_API is not set, and tasks of lesson 08, 11 cannot fetch; pnpm events-api starts one: " +
      "EVENTS_API=http://127.0.0.1:5000 pnpm scheduler …",
    "BINANCE_URL is not set, and tasks of lesson 12 ask the real exchange; pnpm exchange starts a mock: " +
      "BINANCE_URL=http://127.0.0.1:8090 pnpm scheduler …",
  ]);
});

test("nothing is said where all is named, or nothing is needed", async () => {
  const all = { EVENTS_API: "http://a", SMTP_URL: "smtp://b", BINANCE_URL: "http://c" };
  expect(await serversToName(entries, all)).toEqual([]);
  expect(await serversToName([findLesson("16")], {})).toEqual([]);
});
