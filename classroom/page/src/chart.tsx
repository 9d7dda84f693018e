// Series as a chart, drawn by uPlot. It repeats what the table says: a reader who cannot see it misses nothing.

import { useEffect } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Candles, Series } from "./series.ts";
import { isDark } from "./settings.ts";
import { useSize } from "./use-size.ts";
import { count, instantText } from "./words.ts";

const height = 300;
/** Lines are told apart by their dashes, too. */
const dashes = [[], [8, 4], [2, 3], [12, 3, 2, 3]];
const tones = ["--accent", "--good", "--wait", "--bad", "--mail", "--run", "--now", "--rest"];

export function Chart({ series, name }: { readonly series: Series; readonly name: string }) {
  const [box, width] = useSize<HTMLDivElement>();
  useEffect(() => {
    const element = box.current;
    if (!element || width === 0) return;
    const plot = new uPlot(optionsOf(series, width, element), dataOf(series), element);
    return () => plot.destroy();
  }, [series, width, isDark.value]);
  return <div class="chart" ref={box} role="img" aria-label={`${name}: ${inWords(series)}`} />;
}

function inWords(series: Series): string {
  const { times } = series;
  const instant = (time: number | undefined) => instantText((time ?? 0) * 1000);
  const from = `from ${instant(times[0])} to ${instant(times.at(-1))}`;
  switch (series.kind) {
    case "lines":
      return `${series.lines.map((line) => line.name).join(", ")}, ${count(times.length, "instant")} ${from}`;
    case "band":
      return `average, lowest and highest of ${count(times.length, "instant")} ${from}`;
    case "candles":
      return `opening, closing, lowest and highest of ${count(times.length, "day")} ${from}`;
    default:
      throw new TypeError(`unknown series ${String(series satisfies never)}`);
  }
}

function dataOf(series: Series): uPlot.AlignedData {
  const times = [...series.times];
  switch (series.kind) {
    case "lines":
      return [times, ...series.lines.map(({ values }) => [...values])];
    case "band":
      return [times, [...series.high], [...series.middle], [...series.low]];
    case "candles":
      return [times, [...series.open], [...series.close], [...series.low], [...series.high]];
    default:
      throw new TypeError(`unknown series ${String(series satisfies never)}`);
  }
}

function optionsOf(series: Series, width: number, element: HTMLElement): uPlot.Options {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const axis = {
    stroke: colour("--muted"),
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { stroke: colour("--line"), width: 1 },
  };
  return {
    width,
    height,
    tzDate: (time) => uPlot.tzDate(new Date(time * 1000), "Etc/UTC"),
    axes: [
      { ...axis, values: "{YYYY}-{MM}-{DD}\n{HH}:{mm}", space: 90 },
      { ...axis, size: 70 },
    ],
    ...linesOf(series, colour),
  };
}

type Colour = (name: string) => string;

function linesOf(
  series: Series,
  colour: Colour,
): Pick<uPlot.Options, "series" | "bands" | "hooks" | "scales"> {
  const time = { label: "UTC", value: "{YYYY}-{MM}-{DD} {HH}:{mm}" };
  switch (series.kind) {
    case "lines":
      return {
        series: [
          time,
          ...series.lines.map(({ name }, index) => ({
            label: name,
            stroke: colour(tones[index] ?? "--text"),
            width: 2,
            dash: dashes[index % dashes.length] ?? [],
          })),
        ],
      };
    case "band": {
      const edge = { stroke: colour("--line-strong"), width: 1 };
      return {
        series: [
          time,
          { label: "highest", ...edge },
          { label: "average", stroke: colour("--accent"), width: 2 },
          { label: "lowest", ...edge },
        ],
        bands: [{ series: [1, 3], fill: colour("--accent-soft") }],
      };
    }
    case "candles": {
      const nothing = { paths: () => null, points: { show: false }, stroke: colour("--text") };
      return {
        series: [
          time,
          ...["opening", "closing", "lowest", "highest"].map((label) => ({ label, ...nothing })),
        ],
        // Half a day at each side, so that the first and the last candle are whole.
        scales: { x: { range: (_plot, from, to) => [from - 43_200, to + 43_200] } },
        hooks: { draw: [(plot) => drawCandles(plot, series, colour)] },
      };
    }
    default:
      throw new TypeError(`unknown series ${String(series satisfies never)}`);
  }
}

/** A rising day is hollow, a falling one is filled. */
function drawCandles(plot: uPlot, { times, open, close, low, high }: Candles, colour: Colour): void {
  const { ctx } = plot;
  const x = (time: number) => plot.valToPos(time, "x", true);
  const wide = Math.min(40, Math.max(3, (x((times[0] ?? 0) + 86_400) - x(times[0] ?? 0)) * 0.6));
  ctx.save();
  ctx.lineWidth = 2 * devicePixelRatio;
  times.forEach((time, index) => {
    const values = [open[index], close[index], low[index], high[index]];
    const [o, c, l, h] = values.map((value) => plot.valToPos(value ?? 0, "y", true));
    if (values.includes(null) || o === undefined || c === undefined || l === undefined || h === undefined)
      return;
    const hasRisen = c < o;
    const tone = colour(hasRisen ? "--good" : "--bad");
    const [top, bottom] = [Math.min(o, c), Math.max(o, c)];
    ctx.strokeStyle = tone;
    ctx.fillStyle = tone;
    ctx.beginPath();
    ctx.moveTo(x(time), h);
    ctx.lineTo(x(time), top);
    ctx.moveTo(x(time), bottom);
    ctx.lineTo(x(time), l);
    ctx.rect(x(time) - wide / 2, top, wide, Math.max(2, bottom - top));
    ctx.stroke();
    if (!hasRisen) ctx.fillRect(x(time) - wide / 2, top, wide, bottom - top);
  });
  ctx.restore();
}
