// Another right way: no bash, no arquero, and an id of its own.

import { chain, DAG, FunctionOperator } from "@daglings/engine";
import { writeWhole } from "@daglings/lessons";
import { readFileSync } from "node:fs";
import { env } from "node:process";

const dag = new DAG({ dagId: "users_by_day", schedule: null, startDate: "2019-01-01" });

const fetch_events = new FunctionOperator({
  dag,
  taskId: "fetch_events",
  async callable({ log }) {
    const response = await fetch(`${env["EVENTS_API"]}/events`);
    if (!response.ok) throw new Error(`the events API answers ${response.status}`);
    writeWhole("data/events.json", await response.text());
    log("saved data/events.json");
  },
});

const calculate_stats = new FunctionOperator({
  dag,
  taskId: "calculate_stats",
  callable() {
    const events = JSON.parse(readFileSync("data/events.json", "utf8")) as { date: string; user: string }[];
    const counts: Record<string, number> = {};
    for (const { date, user } of events) {
      const key = `${date},${user}`;
      counts[key] = (counts[key] ?? 0) + 1;
    }
    const rows = Object.keys(counts)
      .toSorted()
      .map((key) => `${key},${counts[key]}`);
    writeWhole("data/stats.csv", [`date,user,0`, ...rows, ""].join("\n"));
  },
});

chain(fetch_events, calculate_stats);

export default dag;
