// Wrong on purpose: it takes only the file that an event of its run names; one that comes at the same time has to wait.

import { basename } from "node:path";
import * as aq from "arquero";
import { Asset, DAG, fileArrival, FunctionOperator } from "@daglings/engine";
import { readEvents, writeStats } from "@daglings/lessons";

const pattern = "data/incoming/*.json";
const incoming = new Asset("incoming", { watch: fileArrival(pattern) });
const stats = new Asset("stats");

const dag = new DAG({ schedule: [incoming] });

new FunctionOperator({
  dag,
  taskId: "calculate_stats",
  outlets: [stats],
  callable({ triggeringAssetEvents }) {
    for (const { extra } of triggeringAssetEvents["incoming"] ?? []) {
      const path = String(extra["path"]);
      const day = basename(path, ".json");
      const counts = readEvents(path).groupby("date", "user").rollup({ 0: aq.op.count() });
      writeStats(`data/stats/${day}.csv`, counts);
    }
  },
});

export default dag;
