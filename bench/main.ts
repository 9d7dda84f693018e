// `pnpm bench`: measures every figure that the README quotes. `pnpm bench chain year` measures some.

import { argv } from "node:process";
import { benchBackfill } from "./backfill.ts";
import { benchChain } from "./chain.ts";
import { machine } from "./measure.ts";
import { benchStart } from "./start.ts";
import { benchYear } from "./year.ts";

const benches: Readonly<Record<string, () => void | Promise<void>>> = {
  start: benchStart,
  chain: benchChain,
  backfill: benchBackfill,
  year: benchYear,
};

const wanted = argv.slice(2).filter((name) => name !== "--");
console.log(machine());
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length === 0 || wanted.includes(name)) await bench();
}
