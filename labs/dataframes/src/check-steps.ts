// Checks that a library gives the bytes of the golden tables, and for an hour and a day the digits of the exchange's own arithmetic.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { dayRow, hourRow, minuteRow } from "@daglings/binance";
import type { Steps } from "./frames.ts";

const golden = fileURLToPath(new URL("../../../lessons/golden/", import.meta.url));
const midnight = Temporal.Instant.from("2024-01-15T00:00Z");

const minutes = Array.from({ length: 1440 }, (_, number) => {
  const price = `${42_000 + ((number * 37) % 900)}.${String((number * 7_654_321) % 1e8).padStart(8, "0")}`;
  return minuteRow(midnight.add({ minutes: number }), { mins: 5, price, closeTime: 0 });
});
const hours = Array.from({ length: 24 }, (_, number) => hourRow(midnight.add({ hours: number }), minutes));

/** What is wrong, each in a few words. */
export async function checkSteps(steps: Steps, folder: string): Promise<string[]> {
  const wrong: string[] = [];
  const events = readdirSync(golden).filter((name) => name.endsWith(".events.json"));
  for (const name of events) {
    const outputPath = join(folder, "checked.csv");
    await steps.countEvents({ inputPath: join(golden, name), outputPath });
    const expected = readFileSync(join(golden, name.replace("events.json", "stats.csv")), "utf8");
    if (readFileSync(outputPath, "utf8") !== expected) wrong.push(`the statistics of ${name}`);
  }
  if (!isDeepStrictEqual(await steps.hourRow(midnight, minutes), hours[0])) wrong.push("an hour");
  if (!isDeepStrictEqual(await steps.dayRow(midnight, hours), dayRow(midnight, hours))) wrong.push("a day");
  return wrong;
}
