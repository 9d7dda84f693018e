// One measurement in a process of its own: reads the order, lets an engine carry it out, prints how long it took.

import { argv, exit } from "node:process";
import { stopwatch, type Order, type Stopwatch } from "./shapes.ts";

export async function measured(carryOut: (order: Order, watch: Stopwatch) => Promise<void>): Promise<never> {
  const order = JSON.parse(argv[2] ?? "") as Order;
  const watch = stopwatch(order.shape);
  await carryOut(order, watch);
  console.log(JSON.stringify(watch.result()));
  exit(0); // some engines keep connections open that nobody needs any more
}
