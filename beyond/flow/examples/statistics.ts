// The statistics of lesson 11 as a flow: for each day, fetch the events, count them by user, and send the counts.
//
//   pnpm events-api &
//   pnpm flow run beyond/flow/examples/statistics.ts:statistics --param 'days=["2019-01-01","2019-01-02"]'

import { exponentialBackoff, flow, runContext, task } from "@daglings/flow";

interface Event {
  readonly user: string;
}

interface Parameters {
  readonly days: readonly string[];
  readonly api?: string;
}

const fetchEvents = task(
  async (api: string, day: string) => {
    const next = Temporal.PlainDate.from(day).add({ days: 1 }).toString();
    const response = await fetch(`${api}/events?start_date=${day}&end_date=${next}`);
    if (!response.ok) throw new Error(`the events of ${day}: status ${response.status}`);
    return (await response.json()) as Event[];
  },
  {
    retries: 3,
    retryDelay: exponentialBackoff({ seconds: 10 }),
    cacheKey: (api, day) => `events of ${day} from ${api}`,
    cacheExpiration: { days: 1 },
  },
);

const countEvents = task(async (events: readonly Event[]) => {
  const counts = Map.groupBy(events, ({ user }) => user);
  return Object.fromEntries([...counts].map(([user, own]) => [user, own.length]));
});

/** A task, so the mail is sent once even if the flow is cut off and goes on: code outside tasks runs again each time. */
const sendStats = task(async (day: string, stats: Readonly<Record<string, number>>) => {
  runContext().log(`stats of ${day}: ${JSON.stringify(stats)}`);
});

/** A flow of its own: it has its own run, and other flows may call it. */
const sendAll = flow(async ({ all }: { all: readonly (readonly [string, Record<string, number>])[] }) => {
  for (const [day, stats] of all) await sendStats(day, stats);
});

export const statistics = flow(
  async ({ days, api = "http://127.0.0.1:5000" }: Parameters) => {
    const events = fetchEvents.map(
      days.map(() => api),
      days,
    );
    const counted = events.map((future) => countEvents.submit(future));
    const stats = await Promise.all(counted.map((future) => future.result()));
    const all = days.map((day, index) => [day, stats[index] ?? {}] as const);
    await sendAll({ all });
    return Object.fromEntries(all);
  },
  { maxWorkers: 4 },
);
