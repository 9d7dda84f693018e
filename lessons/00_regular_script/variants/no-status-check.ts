// Wrong on purpose: an answer is saved as data whatever its status, so an error page counts as events.

import { mkdirSync, writeFileSync } from "node:fs";
import { env } from "node:process";
import { op } from "arquero";
import { readEvents, writeStats } from "@daglings/lessons";

async function fetchEvents(outputPath: string): Promise<void> {
  const response = await fetch(`${env["EVENTS_API"]}/events`);
  mkdirSync("data", { recursive: true });
  writeFileSync(outputPath, await response.text());
}

function calculateStats(inputPath: string, outputPath: string): void {
  const events = readEvents(inputPath);
  const stats = events.groupby("date", "user").rollup({ 0: op.count() }); // column 0, as pandas names it
  writeStats(outputPath, stats);
}

await fetchEvents("data/events.json");
calculateStats("data/events.json", "data/stats.csv");
