// Wrong on purpose: it looks into the folder at midnight, whenever a file has come.

import { globSync } from "node:fs";
import { basename } from "node:path";
import * as aq from "arquero";
import { Asset, DAG, FunctionOperator } from "@daglings/engine";
import { readEvents, writeStats } from "@daglings/lessons";

const pattern = "data/incoming/*.json";
const stats = new Asset("stats");

const dag = new DAG({ schedule: "@daily", startDate: "2019-01-01", catchup: false });

new FunctionOperator({
  dag,
  taskId: "calculate_stats",
  outlets: [stats],
  // An event says that there is something to do; the folder says what.
  callable() {
    for (const path of globSync(pattern)) {
      const day = basename(path, ".json");
      const counts = readEvents(path).groupby("date", "user").rollup({ 0: aq.op.count() });
      writeStats(`data/stats/${day}.csv`, counts);
    }
  },
});

export default dag;
