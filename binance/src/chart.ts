// A small chart of hours for the terminal: the average of each hour, and the band from its lowest to its highest price.
// Rows in, lines out; without colour, so that nothing is lost on a screen without colours.

import type { HourRow } from "./series/series.ts";
import { dateText, hour, hourText } from "./times.ts";

export interface ChartOptions {
  /** In characters, with everything; default 80. */
  readonly width?: number;
  /** In lines, without those below the axis; default 13. */
  readonly height?: number;
  /** Draws with ASCII alone. */
  readonly ascii?: boolean;
}

/** One column: an hour, or several if there are too many for the width. */
interface Bar {
  readonly column: number;
  readonly lowest: number;
  readonly average: number;
  readonly highest: number;
}

const drawnSigns = { point: "●", band: "│", side: "┤", corner: "└", floor: "─" };
const asciiSigns = { point: "o", band: "|", side: ":", corner: "+", floor: "-" };

/** A missing hour is a gap. */
export function drawChart(hours: readonly HourRow[], options: ChartOptions = {}): string[] {
  const { width = 80, height = 13, ascii = false } = options;
  if (hours.length === 0) return ["There are no hours to draw."];
  const signs = ascii ? asciiSigns : drawnSigns;
  const top = Math.max(...hours.map((row) => Number(row.max_price)));
  const bottom = Math.min(...hours.map((row) => Number(row.min_price)));
  const labels = priceLabels(top, bottom, height);
  const margin = Math.max(...labels.map((label) => label.length)) + 2;
  const room = Math.max(1, width - margin);

  const first = Math.min(...hours.map(numberOf));
  const count = Math.max(...hours.map(numberOf)) - first + 1;
  const perColumn = Math.ceil(count / room);
  const columns = Math.ceil(count / perColumn);
  const bars = barsOf(hours, (row) => Math.floor((numberOf(row) - first) / perColumn));

  const lineOf = (price: number) =>
    top === bottom ? 0 : Math.round(((top - price) / (top - bottom)) * (height - 1));
  const picture = labels.map((label, line) => {
    const cells = Array.from({ length: columns }, () => " ");
    for (const { column, lowest, average, highest } of bars) {
      if (line === lineOf(average)) cells[column] = signs.point;
      else if (line >= lineOf(highest) && line <= lineOf(lowest)) cells[column] = signs.band;
    }
    return label.padStart(margin - 2) + ` ${signs.side}${cells.join("")}`;
  });
  const span = perColumn === 1 ? "hour" : `${perColumn} hours`;
  const legend = `${signs.point} average, ${signs.band} lowest to highest, per ${span} (UTC)`;
  const floor = signs.corner + signs.floor.repeat(columns);
  const times = timeLabels(first, { perColumn, columns, room });
  const below = [floor, ...[...times, legend].map((line) => ` ${line}`)];
  return [...picture, ...below.map((line) => " ".repeat(margin - 1) + line)].map((line) => line.trimEnd());
}

/** How many hours since 1970. */
function numberOf({ date, hour: hourOfDay }: HourRow): number {
  return Temporal.Instant.from(`${date}T${hourOfDay}:00Z`).epochMilliseconds / hour;
}

/** For every third line its price, with as many decimals as distinguish it from the next one. */
function priceLabels(top: number, bottom: number, height: number): string[] {
  const step = (top - bottom) / (height - 1);
  let decimals = step === 0 ? 2 : 0;
  for (let unit = step; unit > 0 && unit < 1; unit *= 10) decimals++;
  return Array.from({ length: height }, (_, line) =>
    line % 3 === 0 ? (top - line * step).toFixed(decimals) : "",
  );
}

function barsOf(hours: readonly HourRow[], columnOf: (row: HourRow) => number): Bar[] {
  return [...Map.groupBy(hours, columnOf)].map(([column, rows]) => {
    const points = rows.reduce((sum, row) => sum + Number(row.data_points), 0);
    const worth = rows.reduce((sum, row) => sum + Number(row.avg_price) * Number(row.data_points), 0);
    return {
      column,
      lowest: Math.min(...rows.map((row) => Number(row.min_price))),
      average: worth / points,
      highest: Math.max(...rows.map((row) => Number(row.max_price))),
    };
  });
}

/** A line with every sixth hour, and one with the days. */
function timeLabels(
  first: number,
  { perColumn, columns, room }: { perColumn: number; columns: number; room: number },
): string[] {
  const times = Array.from({ length: columns }, (_, column) => (first + column * perColumn) * hour);
  const begins = (time: number, span: number) => time % (span * hour) < perColumn * hour;
  const hourLabels = times.map((time) => (perColumn <= 3 && begins(time, 6) ? hourText(time) : ""));
  const dayLabels = times.map((time, column) => (column === 0 || begins(time, 24) ? dateText(time) : ""));
  return [spread(hourLabels, room), spread(dayLabels, room)];
}

/** Each text below its column; one that would touch the text before it, or not fit, is left out. */
function spread(texts: readonly string[], room: number): string {
  let line = "";
  texts.forEach((text, column) => {
    const fits = (column === 0 || column > line.length) && column + text.length <= room;
    if (text !== "" && fits) line = line.padEnd(column) + text;
  });
  return line;
}
