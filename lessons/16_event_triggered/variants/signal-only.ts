// Wrong on purpose: it learns of a file by a call alone, and a call that nobody hears is lost.

import { globSync } from "node:fs";
import { basename } from "node:path";
import * as aq from "arquero";
import { apiSignal, Asset, DAG, FunctionOperator } from "@daglings/engine";
import { readEvents, writeStats } from "@daglings/lessons";

const pattern = "data/incoming/*.json";
const incoming = new Asset("incoming", { watch: apiSignal("incoming") });
const stats = new Asset("stats");

const dag = new DAG({ schedule: [incoming] });

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
