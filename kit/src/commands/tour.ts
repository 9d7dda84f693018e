// `pnpm tour`: the evening path through the engine, one file after the other, with a question to answer by running
// something. It remembers where the reader is.

import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "@daglings/engine";
import { writeWhole } from "@daglings/lessons/files";
import { kitFolder } from "@daglings/stage";
import { exitCodes, type Command } from "../command-line.ts";
import { workFolder } from "../desk/progress.ts";
import type { Screen } from "../screen.ts";
import { wrapProse } from "../show/wrap.ts";
import { stops, type Stop } from "../tour/stops.ts";
import { numberText } from "../words.ts";

const help = `pnpm tour [N | next]

The evening path: the files of the engine that tell the whole story, in reading
order, with what to look for and a question that you can answer by running
something. Without a word: the list, and the first file.

  pnpm tour 3        the third file
  pnpm tour next     the file after the one that was shown last
  --json             print the list, or the file, as JSON
  --plain            no colour, and one line for each thing that there is to say
`;

const placeFile = join(workFolder, "tour.txt");

export const tour: Command = {
  help,
  options: {},
  run({ words, screen }) {
    const [word, another] = words;
    if (another !== undefined) {
      throw new UsageError(`pnpm tour takes one word, and "${another}" is one too many`);
    }
    const number = word === undefined ? 1 : word === "next" ? lastNumber() + 1 : numberOf(word);
    const stop = stops[number - 1];
    if (!stop) {
      screen.say(screen.isJson ? "null" : "That was the last file. pnpm tour begins again.");
      return Promise.resolve(exitCodes.fine);
    }
    if (screen.isJson) {
      screen.say(JSON.stringify(word === undefined ? stops.map(facts) : facts(stop, number - 1), null, 2));
    } else {
      const list = word === undefined ? listOf(screen) : [];
      screen.say([...list, ...pageOf(stop, number, screen)].join("\n"));
    }
    mkdirSync(workFolder, { recursive: true });
    writeWhole(placeFile, `${number}\n`);
    return Promise.resolve(exitCodes.fine);
  },
};

function numberOf(word: string): number {
  const number = Number(word);
  if (/^\d+$/.test(word) && number >= 1 && number <= stops.length) return number;
  throw new UsageError(`pnpm tour has no "${word}"; write a number from 1 to ${stops.length}, or next`);
}

/** 0: the tour has not begun, or nobody knows how far it has come. */
function lastNumber(): number {
  try {
    return Number(/^\d+/.exec(readFileSync(placeFile, "utf8"))?.[0] ?? 0);
  } catch {
    return 0;
  }
}

const pathOf = ({ file }: Stop) => `engine/src/${file}`;
const commandOf = ({ run }: Stop) =>
  `pnpm ${run.map((word) => (/\s/.test(word) ? `"${word}"` : word)).join(" ")}`;

function linesOf(stop: Stop): number {
  return readFileSync(join(kitFolder, pathOf(stop)), "utf8")
    .trimEnd()
    .split("\n").length;
}

function facts(stop: Stop, index: number): object {
  const { part, look, question } = stop;
  const [file, run] = [pathOf(stop), commandOf(stop)];
  return { number: index + 1, part, file, lines: linesOf(stop), look, question, run };
}

function listOf(screen: Screen): string[] {
  const total = stops.reduce((sum, stop) => sum + linesOf(stop), 0);
  const lines = stops.flatMap((stop, index) => {
    const isFirst = stops[index - 1]?.part !== stop.part;
    const heading = isFirst ? ["", screen.paint("bold", stop.part)] : [];
    return [...heading, `${String(index + 1).padStart(4)}  ${stop.file}`];
  });
  const sum = `${stops.length} files, ${numberText(total)} lines: an evening.`;
  return [sum, ...lines, "", "The first of them:", ""];
}

function pageOf(stop: Stop, number: number, screen: Screen): string[] {
  const next = number < stops.length ? "pnpm tour next" : "That was the last file.";
  const place = `${number} of ${stops.length}: ${pathOf(stop)} (${linesOf(stop)} lines)`;
  return [
    screen.paint("bold", place),
    "",
    ...wrapProse(stop.look, screen),
    "",
    ...wrapProse(stop.question, screen, "Question: "),
    `To find out: ${screen.paint("mark", commandOf(stop))}`,
    "",
    `Then: ${next}`,
  ];
}
