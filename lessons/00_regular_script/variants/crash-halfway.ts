// Wrong on purpose: here the computer loses its power between the two steps, and nobody notices.

import { mkdirSync, writeFileSync } from "node:fs";
import { env, kill, pid } from "node:process";
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
kill(pid, "SIGKILL"); // the power is gone
calculateStats("data/events.json", "data/stats.csv");
