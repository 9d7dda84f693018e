// Wrong on purpose: a last task that always runs makes every run green, whatever came before it.

import * as aq from "arquero";
import { BashOperator, chain, DAG, EmptyOperator, FunctionOperator } from "@daglings/engine";
import { emailStats, readEvents, readStats, writeStats } from "@daglings/lessons";

const dag = new DAG({
  schedule: "@daily",
  startDate: "2019-01-01",
  endDate: "2019-01-05",
  catchup: true,
  defaultArgs: { retries: 1, retryDelay: { minutes: 1 } },
});

const fetchEvents = new BashOperator({
  dag,
  taskId: "fetch_events",
  // $$ is the number of the process: until the file is whole, it has a name that no other run uses.
  bashCommand: `
    mkdir -p data/events &&
    curl --fail --silent --show-error --output data/events/{{ds}}.json.$$ \\
      "$EVENTS_API/events?start_date={{ds}}&end_date={{next_ds}}" &&
    mv data/events/{{ds}}.json.$$ data/events/{{ds}}.json`,
});

const calculateStats = new FunctionOperator({
  dag,
  taskId: "calculate_stats",
  templatesDict: { inputPath: "data/events/{{ds}}.json", outputPath: "data/stats/{{ds}}.csv" },
  callable({ templatesDict: { inputPath, outputPath } }) {
    const events = readEvents(inputPath);
    const stats = events.groupby("date", "user").rollup({ 0: aq.op.count() }); // column 0, as pandas names it
    writeStats(outputPath, stats);
  },
});

const sendStats = new FunctionOperator({
  dag,
  taskId: "send_stats",
  templatesDict: { statsPath: "data/stats/{{ds}}.csv" },
  opKwargs: { email: "user@example.com" },
  async callable({ ds, email, templatesDict: { statsPath } }) {
    await emailStats({ to: email, day: ds, stats: readStats(statsPath) });
  },
});

const finish = new EmptyOperator({ dag, taskId: "finish", triggerRule: "all_done" });

chain(fetchEvents, calculateStats, sendStats, finish);

export default dag;
