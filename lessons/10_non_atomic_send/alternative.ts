// Another right way: a mail of its own, with the file as its text; one run at a time; more tries than needed.

import { readFileSync } from "node:fs";
import { op } from "arquero";
import { BashOperator, chain, DAG, FunctionOperator, sendMail } from "@daglings/engine";
import { readEvents, writeStats } from "@daglings/lessons";

const dag = new DAG({
  schedule: "@daily",
  startDate: "2019-01-01",
  endDate: "2019-01-05",
  maxActiveRuns: 1,
});

const fetchEvents = new BashOperator({
  dag,
  taskId: "fetch_events",
  bashCommand: `
    mkdir -p data/events &&
    curl --fail --silent --show-error --output data/events/{{ds}}.json.$$ \\
      "$EVENTS_API/events?start_date={{ds}}&end_date={{next_ds}}" &&
    mv data/events/{{ds}}.json.$$ data/events/{{ds}}.json`,
});

const calculateStats = new FunctionOperator({
  dag,
  taskId: "calculate_stats",
  retries: 3,
  retryDelay: { minutes: 1 },
  async callable({ ds }) {
    const path = `data/stats/${ds}.csv`;
    writeStats(path, readEvents(`data/events/${ds}.json`).groupby("date", "user").rollup({ 0: op.count() }));
    await sendMail({ to: "user@example.com", subject: `${ds}: stats`, text: readFileSync(path, "utf8") });
  },
});

chain(fetchEvents, calculateStats);

export default dag;
