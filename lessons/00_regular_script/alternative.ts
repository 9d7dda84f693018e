// Another right way: no package at all, and one function that does everything.

import { mkdir, writeFile } from "node:fs/promises";
import process from "node:process";

interface UserEvent {
  readonly date: string;
  readonly user: string;
}

async function main(): Promise<void> {
  const answer = await fetch(new URL("/events", process.env["EVENTS_API"]));
  if (answer.status !== 200) throw new Error(`GET /events: status ${answer.status}`);
  const events = (await answer.json()) as UserEvent[];
  await mkdir("data", { recursive: true });
  await writeFile("data/events.json", JSON.stringify(events, null, 2));

  const groups = Map.groupBy(events, ({ date, user }) => `${date},${user}`);
  const rows = [...groups].map(([key, group]) => `${key},${group.length}\n`).toSorted();
  await writeFile("data/stats.csv", `date,user,0\n${rows.join("")}`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
