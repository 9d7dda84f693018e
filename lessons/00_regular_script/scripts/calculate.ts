// Step 2 as a plain script. The day is written here, and somebody changes it each morning, or gives it as an argument.

import { argv } from "node:process";
import { op } from "arquero";
import { readEvents, writeStats } from "@daglings/lessons";

const day = argv[2] ?? "2019-01-01";

const events = readEvents(`data/events/${day}.json`);
writeStats(`data/stats/${day}.csv`, events.groupby("date", "user").rollup({ 0: op.count() }));
