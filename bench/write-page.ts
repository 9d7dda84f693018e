// Writes docs/benchmarks.md and its plot from the measurements: nobody writes a figure there by hand.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { growths } from "./growth.ts";
import { numberText, type ReportedFigure, type Section } from "./report.ts";

interface Measurements {
  readonly machine: string;
  readonly sections: readonly Section[];
  /** The names of all benches, as the page has them. */
  readonly order: readonly string[];
}

const docs = fileURLToPath(new URL("../docs/", import.meta.url));

export function writePage(measured: Measurements): void {
  const page = `${docs}benchmarks.md`;
  const before = existsSync(page) ? readFileSync(page, "utf8") : "";
  writeFileSync(page, pageOf(measured, before));
  if (measured.sections.some(({ name }) => name === "growth")) {
    writeFileSync(`${docs}growth.svg`, plot(measured.sections));
  }
}

/** What was not measured this time stays as it is in the page of before, if the same machine made it. */
export function pageOf({ machine, sections, order }: Measurements, before: string): string {
  const head = headFor(machine);
  const kept = before.startsWith(head) ? sectionsIn(before) : [];
  const fresh = sections
    .filter(({ figures }) => figures.length > 0)
    .map((section) => ({ name: section.name, markdown: sectionText(section) }));
  const measured = new Set(sections.map(({ name }) => name));
  const all = [...kept.filter(({ name }) => !measured.has(name)), ...fresh];
  return [
    head,
    ...order.flatMap((name) => all.filter((each) => each.name === name).map(({ markdown }) => markdown)),
    whyText,
  ].join("\n");
}

function sectionsIn(page: string): { readonly name: string; readonly markdown: string }[] {
  return page.split(/\n(?=## )/).flatMap((markdown) => {
    const [, name] = /^`pnpm bench (\S+)`$/m.exec(markdown) ?? [];
    return name !== undefined && markdown.startsWith("## ") ? [{ name, markdown }] : [];
  });
}

function headFor(machine: string): string {
  return `# Benchmarks

For people who want to know how fast it is, and compared with what: every figure that was measured, and where the time goes. Made by
\`pnpm bench --write\`, on \`${machine}\`. The figures are medians, with the lowest and the highest round in brackets. A busy machine is
slower, and commits with FULL most of all: compare only what was measured side by side. "×" is a ratio within the same round, below 1
where the other is faster.

![The cost of each task and run, by how many there are](growth.svg)
`;
}

function sectionText({ name, title, figures, notes }: Section): string {
  const rows = figures.map(
    (figure) =>
      `| ${figure.what.trim().replaceAll("|", "\\|")} | ${valueText(figure)} | ${boundText(figure)} |`,
  );
  const said = notes.length === 0 ? [] : ["", ...notes.map((note) => `- ${note}`)];
  const table = ["| what | measured | bound |", "| --- | --- | --- |", ...rows];
  return [`## ${title}`, "", `\`pnpm bench ${name}\``, ...said, "", ...table, ""].join("\n");
}

function valueText({ value, low, high, rounds, unit }: ReportedFigure): string {
  const spread = rounds > 1 ? ` [${numberText(low)} … ${numberText(high)}]` : "";
  return `${numberText(value)} ${unit}${spread}`;
}

function boundText({ bound, isKept, moreIsBetter }: ReportedFigure): string {
  if (bound === null) return "";
  return `${moreIsBetter ? "at least" : "at most"} ${bound}${isKept ? "" : ", **not kept**"}`;
}

const whyText = `## Where the time of each goes

- **Daglings.** Each wave of decisions is one SQLite transaction, with indices, a log file for each attempt and an event for each
  change of state. Side by side, each measurement is a new process, which compiles its code as it goes: a scheduler that has run for a
  while is faster, as the chain further up shows.
- **BullMQ.** Redis appends to one file, and one \`fsync\` serves all clients that have asked in the meantime; ending a job and
  releasing the next is one script in the server's memory. So it gains most with many runs at once, and less in a chain.
- **OpenWorkflow.** A step is one row, and the workflow's function goes on in memory. So a single chain costs much the same there, and
  many runs cost more.
- **graphile-worker.** Each job is taken, done and deleted in transactions of a PostgreSQL server, over a connection.
- **Temporal.** A server keeps a history of each workflow, and hands every task to a worker through a queue: several messages and
  writes per task. In return it works on many machines, and its histories survive the loss of any of them.
- **Prefect.** Each change of a task's state is a request to its own server. On SQLite that server refuses requests when many flows
  write at once, so it gets four at a time.
- **Airflow.** Its scheduler looks at all DAGs in a loop, and each task is a new Python process.
- **The floors.** Bare commits and calls keep nothing that could be scheduled, retried or shown. Each bare commit makes SQLite's log
  longer, which costs more than the commit itself; Daglings reserves room for the log beforehand.
`;

interface Line {
  readonly title: string;
  readonly points: readonly (readonly [size: number, cost: number])[];
}

function linesOf(sections: readonly Section[]): Line[] {
  return growths.map(({ title }) => {
    const figures = sections.find((section) => section.title.endsWith(title))?.figures ?? [];
    const points = figures.flatMap(({ what, value }) => {
      const [, size] = /^n = (\d+)$/.exec(what) ?? [];
      return size === undefined ? [] : [[Number(size), value] as const];
    });
    return { title, points };
  });
}

const [width, height] = [640, 320];
const frame = { left: 70, right: 180, top: 20, bottom: 45 };

/** Both axes are logarithmic: if the cost does not depend on how many there are, the line is level. */
function plot(sections: readonly Section[]): string {
  const lines = linesOf(sections).filter(({ points }) => points.length > 0);
  const all = lines.flatMap(({ points }) => points);
  const scale = (values: readonly number[], from: number, to: number) => {
    const low = Math.floor(Math.log10(Math.min(...values)));
    const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
    const place = (value: number) => from + ((Math.log10(value) - low) / (high - low)) * (to - from);
    return { place, ticks: Array.from({ length: high - low + 1 }, (_, step) => 10 ** (low + step)) };
  };
  const x = scale(
    all.map(([size]) => size),
    frame.left,
    width - frame.right,
  );
  const y = scale(
    all.map(([, cost]) => cost),
    height - frame.bottom,
    frame.top,
  );
  const axis = [
    ...x.ticks.map((tick) => text(x.place(tick), height - frame.bottom + 18, short(tick), "middle")),
    ...y.ticks.map((tick) => text(frame.left - 8, y.place(tick) + 4, short(tick), "end")),
    ...y.ticks.map((tick) => grid(y.place(tick))),
    text((frame.left + width - frame.right) / 2, height - 8, "n", "middle"),
    text(frame.left - 60, frame.top - 6, "µs of processor time for each", "start"),
  ];
  const drawn = lines.flatMap(({ title, points }, index) => {
    const colour = colours[index % colours.length] ?? "black";
    const at = points.map(([size, cost]) => [x.place(size), y.place(cost)] as const);
    const [lastX = 0, lastY = 0] = at.at(-1) ?? [];
    const path = at.map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join(" ");
    return [
      `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      ...at.map(([px, py]) => `<circle cx="${px.toFixed(1)}" cy="${py.toFixed(1)}" r="3" fill="${colour}"/>`),
      text(lastX + 8, lastY + 4, title, "start", colour),
    ];
  });
  const open = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`;
  const back = `<rect width="${width}" height="${height}" fill="white"/>`;
  return [open, back, ...axis, ...drawn, "</svg>", ""].join("\n");
}

/** The colours differ in lightness, too. */
const colours = ["#1b4f72", "#ca6f1e", "#7d8a2e"];

function text(x: number, y: number, said: string, anchor: string, colour = "#333"): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" fill="${colour}">${said}</text>`;
}

function grid(y: number): string {
  const [from, to] = [frame.left, width - frame.right];
  return `<line x1="${from}" y1="${y.toFixed(1)}" x2="${to}" y2="${y.toFixed(1)}" stroke="#ddd"/>`;
}

function short(value: number): string {
  return value.toLocaleString("en");
}
