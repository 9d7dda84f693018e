// The pipeline as a plain script: fetch the events, count them, save the counts. Nothing but this file knows that there
// are two steps, in which order they come, when they should run, and what to do when one fails.

import { mkdirSync, writeFileSync } from "node:fs";
import { env } from "node:process";
import { op } from "arquero";
import { readEvents, writeStats } from "@daglings/lessons";

async function fetchEvents(outputPath: string): Promise<void> {
  const response = await fetch(`${env["EVENTS_API"]}/events`);
  if (!response.ok) throw new Error(`the events API answers ${response.status}`);
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
