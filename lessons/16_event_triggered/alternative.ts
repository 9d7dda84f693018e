// Another right way: a task of its own looks for files that have no statistics yet, and passes their days on.

import { existsSync, globSync } from "node:fs";
import { basename } from "node:path";
import { op } from "arquero";
import { Asset, chain, DAG, fileArrival, FunctionOperator } from "@daglings/engine";
import { readEvents, writeStats } from "@daglings/lessons";

const arrivals = new Asset("files/incoming", {
  watch: fileArrival("data/incoming/????-??-??.json", { quiet: { seconds: 3 } }),
});

const dag = new DAG({ schedule: [arrivals], maxActiveRuns: 1 });

const findDays = new FunctionOperator({
  dag,
  taskId: "find_days",
  callable: () =>
    globSync("data/incoming/*.json")
      .map((path) => basename(path, ".json"))
      .filter((day) => !existsSync(`data/stats/${day}.csv`)),
});

const calculateStats = new FunctionOperator({
  dag,
  taskId: "calculate_stats",
  callable({ ti }) {
    for (const day of ti.xcomPull("find_days") as string[]) {
      const events = readEvents(`data/incoming/${day}.json`);
      writeStats(`data/stats/${day}.csv`, events.groupby("date", "user").rollup({ 0: op.count() }));
    }
  },
});

chain(findDays, calculateStats);

export default dag;
