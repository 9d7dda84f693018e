// Wrong on purpose: it fetches the whole quarter for the runs to come, and sets no maxWorkers: 90 requests at once.

import { env } from "node:process";
import { op } from "arquero";
import { DAG, FunctionOperator } from "@daglings/engine";
import { exponentialBackoff, flow, task } from "@daglings/flow";
import { emailStats, readEvents, readStats, writeStats, writeWhole } from "@daglings/lessons";

const fetchEvents = task(
  async (day: string) => {
    const end = Temporal.PlainDate.from(day).add({ days: 1 });
    const response = await fetch(`${env["EVENTS_API"]}/events?start_date=${day}&end_date=${end.toString()}`);
    if (!response.ok) throw new Error(`the events of ${day}: status ${response.status}`);
    return await response.text();
  },
  {
    retries: 3,
    retryDelay: exponentialBackoff({ minutes: 1 }),
    cacheKey: (day) => `events of ${day}`,
    cacheExpiration: { days: 7 },
  },
);

const calculateStats = task(async (day: string, events: string) => {
  writeWhole(`data/events/${day}.json`, events);
  const counts = readEvents(`data/events/${day}.json`).groupby("date", "user").rollup({ 0: op.count() });
  writeStats(`data/stats/${day}.csv`, counts);
});

const validateStats = task(async (day: string) => {
  if (readStats(`data/stats/${day}.csv`).numRows() === 0) throw new Error(`there is no event on ${day}`);
});

const sendStats = task(async (day: string) => {
  await emailStats({ to: "user@example.com", day, stats: readStats(`data/stats/${day}.csv`) });
});

/** A flow that others call: it has its own run. */
const report = flow(async ({ day }: { day: string }) => {
  await validateStats(day);
  await sendStats(day);
});

/** All days from the first one on. A day that was fetched for an earlier run is not fetched again. */
export const pipeline = flow(async ({ days }: { days: string[] }) => {
  const first = Temporal.PlainDate.from("2019-01-01");
  const quarter: string[] = [];
  for (let day = first; quarter.length < 90; day = day.add({ days: 1 })) quarter.push(day.toString());
  const events = await Promise.all(fetchEvents.map(quarter).map((future) => future.result()));
  const stats = calculateStats.map(days, events.slice(0, days.length));
  await Promise.all(stats.map((future) => future.result()));
  await report({ day: days.at(-1) ?? "" });
});

const dag = new DAG({
  schedule: "@daily",
  startDate: "2019-01-01",
  endDate: "2019-01-05",
  catchup: true,
  maxActiveRuns: 1,
});

// The DAG has the calendar, and the flow does the work: it knows no data interval, so it must be told.
new FunctionOperator({
  dag,
  taskId: "run_pipeline",
  async callable({ ds }) {
    const first = Temporal.PlainDate.from("2019-01-01");
    const days: string[] = [];
    for (let day = first; day.toString() <= ds; day = day.add({ days: 1 })) days.push(day.toString());
    await pipeline({ days });
  },
});

export default dag;
