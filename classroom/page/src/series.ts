// The numbers of a CSV as series over time: events per user and day, a price, a band of prices, candles. Pure.

import { isNumber, type Table } from "./parse-csv.ts";

/** Seconds since 1970, ascending; one value for each in every list. null: there is none. */
interface Timed {
  readonly times: readonly number[];
}

type Values = readonly (number | null)[];

interface Lines extends Timed {
  readonly kind: "lines";
  readonly lines: readonly { readonly name: string; readonly values: Values }[];
}

interface Band extends Timed {
  readonly kind: "band";
  readonly low: Values;
  readonly middle: Values;
  readonly high: Values;
}

export interface Candles extends Timed {
  readonly kind: "candles";
  readonly open: Values;
  readonly close: Values;
  readonly low: Values;
  readonly high: Values;
}

export type Series = Lines | Band | Candles;

/** More lines than these cannot be told apart. */
const mostLines = 8;

/** Files of the same kind are one series. null: nothing in them is a number over time. */
export function readSeries(tables: readonly Table[]): Series | null {
  const names = tables[0]?.names ?? [];
  const rows = tables.flatMap((table) =>
    table.names.join() === names.join() ? table.rows.map((row) => timed(names, row)) : [],
  );
  const known = rows.filter((row) => row.time !== null).toSorted((a, b) => (a.time ?? 0) - (b.time ?? 0));
  const times = [...new Set(known.map((row) => row.time ?? 0))];
  if (times.length === 0) return null;
  const has = (...wanted: string[]) => wanted.every((name) => names.includes(name));
  const byTime = new Map(known.map((row) => [row.time ?? 0, row]));
  const column = (name: string): Values => times.map((time) => byTime.get(time)?.numbers.get(name) ?? null);
  if (has("opening_price", "closing_price", "min_price", "max_price")) {
    const [open, close] = [column("opening_price"), column("closing_price")];
    return { kind: "candles", times, open, close, low: column("min_price"), high: column("max_price") };
  }
  if (has("avg_price", "min_price", "max_price")) {
    return {
      kind: "band",
      times,
      low: column("min_price"),
      middle: column("avg_price"),
      high: column("max_price"),
    };
  }
  if (has("price")) return { kind: "lines", times, lines: [{ name: "price", values: column("price") }] };
  if (has("user")) return perUser(names, known, times);
  const numeric = names.filter((name) => known.every((row) => row.numbers.has(name)));
  const lines = numeric.slice(0, mostLines).map((name) => ({ name, values: column(name) }));
  return lines.length === 0 ? null : { kind: "lines", times, lines };
}

interface Row {
  readonly time: number | null;
  readonly numbers: ReadonlyMap<string, number>;
  readonly user: string;
}

const timeNames = ["timestamp", "date", "day", "hour", "time"];

function timed(names: readonly string[], cells: readonly string[]): Row {
  const cell = (name: string) => cells[names.indexOf(name)] ?? "";
  const numbers = new Map(
    names.flatMap((name, index): [string, number][] => {
      const text = cells[index] ?? "";
      return isNumber(text) && !timeNames.includes(name) ? [[name, Number(text)]] : [];
    }),
  );
  const hour = /^\d{1,2}$/.test(cell("hour")) ? `T${cell("hour").padStart(2, "0")}:00` : "";
  const text = cell("timestamp") || (cell("date") === "" ? cell("day") : `${cell("date")}${hour}`);
  return { time: secondsOf(text), numbers, user: cell("user") };
}

/** A time without a zone is in UTC, as in all that the lessons write. */
function secondsOf(text: string): number | null {
  if (!/^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?)?Z?$/.test(text)) return null;
  const day = text.length === 10 ? `${text}T00:00` : text.replace(" ", "T");
  const instant = Date.parse(day.endsWith("Z") ? day : `${day}Z`);
  return Number.isNaN(instant) ? null : instant / 1000;
}

/** A user without a row had no event that day. */
function perUser(names: readonly string[], rows: readonly Row[], times: readonly number[]): Series | null {
  const counted = names.find((name) => name !== "user" && rows.every((row) => row.numbers.has(name)));
  if (counted === undefined) return null;
  const byUser = Map.groupBy(rows, ({ user }) => user);
  const lines = [...byUser].slice(0, mostLines).map(([name, own]) => {
    const counts = new Map(own.map((row) => [row.time, row.numbers.get(counted) ?? 0]));
    return { name, values: times.map((time) => counts.get(time) ?? 0) };
  });
  return { kind: "lines", times, lines };
}
