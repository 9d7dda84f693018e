// Lesson 12 as a plain script: the present price, as one more row. It does not know an interval: what it writes depends on when it
// is started, twice in a minute are two rows, and a minute in which nobody started it is gone.

import { appendFileSync, existsSync, mkdirSync } from "node:fs";
import { env } from "node:process";

const response = await fetch(`${env["BINANCE_URL"]}/api/v3/avgPrice?symbol=BTCUSDT`);
if (!response.ok) throw new Error(`the exchange answers ${response.status}`);
const { mins, price, closeTime } = (await response.json()) as Record<string, string | number>;

// oxlint-disable-next-line no-restricted-properties -- a plain script goes by the clock: that is its trouble
const now = Temporal.Now.instant().toString();
const folder = `data/binance/raw/${now.slice(0, 10)}`;
const file = `${folder}/daily_raw.csv`;
mkdirSync(folder, { recursive: true });
if (!existsSync(file)) appendFileSync(file, "mins,price,closeTime,timestamp,fetch_time,price_float\n");
const row = [
  mins,
  price,
  closeTime,
  now.slice(0, 19),
  now.slice(0, 19).replace("T", " "),
  Number(price).toFixed(2),
];
appendFileSync(file, `${row.join(",")}\n`);
