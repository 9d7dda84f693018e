// `pnpm bench`: measures every figure that the README quotes. `pnpm bench chain year` measures some.

import { argv, exit } from "node:process";
import { parseArgs } from "node:util";
import { benchBackfill } from "./backfill.ts";
import { benchBinanceLessons } from "./binance-lessons.ts";
import { benchChain } from "./chain.ts";
import { benchCommands } from "./commands.ts";
import { benchEventsApi } from "./events-api.ts";
import { benchGrowth } from "./growth.ts";
import { benchLive } from "./live.ts";
import { machine, type BenchOptions } from "./measure.ts";
import { benchMergeRow } from "./merge-row.ts";
import { benchStart } from "./start.ts";
import { benchSubprocess } from "./subprocess.ts";
import { benchTemplates } from "./templates.ts";
import { benchTypes } from "./types.ts";
import { benchWide } from "./wide.ts";
import { benchYear } from "./year.ts";

/** The quick ones first. */
const benches: Readonly<Record<string, (options: BenchOptions) => void | Promise<void>>> = {
  start: benchStart,
  templates: benchTemplates,
  types: benchTypes,
  chain: benchChain,
  subprocess: benchSubprocess,
  wide: benchWide,
  growth: benchGrowth,
  commands: benchCommands,
  "merge-row": benchMergeRow,
  "events-api": benchEventsApi,
  live: benchLive,
  "binance-lessons": benchBinanceLessons,
  backfill: benchBackfill,
  year: benchYear,
};

const { values, positionals } = parseArgs({
  args: argv.slice(2).filter((argument) => argument !== "--"), // pnpm hands it on
  options: { seconds: { type: "string", default: "15" } },
  allowPositionals: true,
});
const unknown = positionals.find((name) => !Object.hasOwn(benches, name));
if (unknown !== undefined) {
  console.error(`there is no benchmark "${unknown}"; there are ${Object.keys(benches).join(", ")}`);
  exit(2);
}
console.log(machine());
for (const [name, bench] of Object.entries(benches)) {
  if (positionals.length === 0 || positionals.includes(name))
    await bench({ seconds: Number(values.seconds) });
}
