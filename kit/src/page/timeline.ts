// Data intervals against the simulated clock, as a drawing: the same as the terminal's, for a page.

import { excerpt } from "../show/excerpt.ts";
import { isUnusual, mostRuns } from "../show/runs.ts";
import type { Span } from "../show/timeline.ts";
import type { RunFacts } from "@daglings/stage";
import { count, minuteText } from "../words.ts";
import { escapeMarkup } from "@daglings/words";

export interface Timeline {
  /** No two on a page have the same. */
  readonly id: string;
  readonly title: string;
  readonly runs: readonly RunFacts[];
  readonly clock: Span;
  /** The same in words, a sentence for each line of the drawing. */
  readonly sentences: readonly string[];
}

const width = 760;
const margin = 150;
const rowHeight = 22;
const top = 34;
const hour = 3_600_000;
const steps = [hour / 12, hour / 4, hour, 6 * hour, 24 * hour, 72 * hour, 168 * hour, 720 * hour];

export function timelineSvg({ id, title, runs, clock, sentences }: Timeline): string {
  const parts = excerpt(runs, { most: mostRuns, isSpecial: isUnusual });
  const instants = [...runs.flatMap(instantsOf), at(clock.from)];
  const [start, end] = [Math.min(...instants), Math.max(...instants)];
  const x = (instant: number) => {
    const part = (instant - start) / Math.max(1, end - start);
    return Math.round(margin + part * (width - margin - 20));
  };
  const bottom = top + parts.length * rowHeight;
  const rows = parts.map((part, index) => {
    const y = top + index * rowHeight + rowHeight / 2;
    return "item" in part
      ? runSvg(part.item, x, y)
      : `<text x="0" y="${y + 4}">… ${count(part.leftOut, "more run")}</text>`;
  });
  const now = x(at(clock.from));
  return `<svg role="img" viewBox="0 0 ${width} ${bottom + 30}" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${escapeMarkup(title)}</title>
<desc id="${id}-desc">${escapeMarkup(sentences.join(" "))}</desc>
${ticks(start, end)
  .map((tick) => `<text x="${x(tick.at)}" y="14" text-anchor="middle">${tick.label}</text>`)
  .join("\n")}
<line class="now" x1="${now}" y1="22" x2="${now}" y2="${bottom}"/>
${rows.join("\n")}
<text x="${margin}" y="${bottom + 22}">├─┤ data interval  ● its run is made  ┊ the DAG is switched on</text>
</svg>`;
}

function runSvg(run: RunFacts, x: (instant: number) => number, y: number): string {
  const [from, to, made] = instantsOf(run).map(x);
  const bar =
    from === to
      ? ""
      : `<path class="interval" d="M${from} ${y - 6}v12M${from} ${y}H${to}M${to} ${y - 6}v12"/>`;
  const label = `<text x="0" y="${y + 4}">${minuteText(run.logicalDate)}</text>`;
  return `${label}${bar}<circle class="made" cx="${made}" cy="${y}" r="5"/>`;
}

function instantsOf({ dataIntervalStart, dataIntervalEnd, createdAt }: RunFacts): number[] {
  return [dataIntervalStart, dataIntervalEnd, createdAt].map(at);
}

/** Days if there are several, otherwise hours. */
function ticks(start: number, end: number): { readonly at: number; readonly label: string }[] {
  const step = steps.find((each) => (end - start) / each <= 10) ?? 8760 * hour;
  const first = Math.ceil(start / step) * step;
  const number = Math.floor((end - first) / step) + 1;
  return Array.from({ length: Math.max(0, number) }, (_, index) => {
    const tick = first + index * step;
    const text = Temporal.Instant.fromEpochMilliseconds(tick).toString();
    return { at: tick, label: step >= 24 * hour ? text.slice(5, 10) : text.slice(11, 16) };
  });
}

function at(instant: string): number {
  return Temporal.Instant.from(instant).epochMilliseconds;
}
