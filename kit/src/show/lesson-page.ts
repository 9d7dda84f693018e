// All that `pnpm lesson NN` prints: what the lesson is about, what happened, and what to look at.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { displayPath } from "@daglings/words";
import { entryFile, entryName, lessonBeneath, type LessonResult } from "@daglings/stage";
import { compareFiles } from "../diff/compare.ts";
import type { FrameFile } from "../frame/frame-file.ts";
import type { Screen } from "../screen.ts";
import { count, durationText, numberText, spanText } from "../words.ts";
import { showControl } from "./control.ts";
import { excerpt } from "./excerpt.ts";
import { showFailures } from "./failures.ts";
import { showFiles } from "./files.ts";
import { showRuns } from "./runs.ts";
import { showTimeline } from "./timeline.ts";
import { wrapProse } from "./wrap.ts";

export async function showLesson(
  result: LessonResult,
  screen: Screen,
  frame: FrameFile | null = null,
): Promise<string> {
  const { run, entry, lesson, folder } = result;
  const title = (text: string) => ["", screen.paint("bold", text)];
  const prose = (text: string, first = "") => wrapProse(text, screen, first);
  const place = displayPath(folder.path);
  const dags = run.dags.flatMap((dag) => [
    ...title(`Runs of ${dag.dagId}`),
    ...showRuns(
      dag,
      result.attempts.filter(({ dagId }) => dagId === dag.dagId),
      screen,
    ),
  ]);
  const main = run.dags.at(-1);
  const timeline = main ? showTimeline(main.runs, run.clock, screen) : [];
  const control = showControl(result, screen);
  const failures = showFailures(result.attempts, folder, screen);
  const lines = [
    screen.paint("bold", `${entry.number} ${lesson.title}`),
    ...prose(lesson.goal),
    ...changeLines(result).flatMap((line) => prose(line)),
    ...(frame ? frameLines(frame, screen) : variantLines(result, screen)),
    ...(await variantDifference(result, screen)),
    ...faultLines(result, screen),
    ...dags,
    ...(await flowLines(result, screen, title)),
    ...(timeline.length > 0 ? [...title("When"), ...timeline] : []),
    ...(control.length > 0 ? [...title("Who is in control"), ...control] : []),
    ...(result.script ? [...title("The script"), ...scriptLines(result)] : []),
    ...(failures.length > 0 ? [...title("Failed attempts"), ...failures] : []),
    ...requestLines(result, title),
    ...title(`Files in ${place}`),
    ...showFiles(run.files, folder, screen),
    ...(await chartLines(result, screen, title)),
    ...(run.chat ? [...title("Chat"), ...chatLines(run.chat, screen)] : []),
    ...(run.mails.length > 0 ? [...title(`Mails in ${place}/mailbox`), ...mailLines(result)] : []),
    "",
    ...prose(summary(result, screen)),
    ...(result.isComplete ? ["", ...adviceLines(result, screen)] : []),
  ];
  return lines.join("\n");
}

/** Shown only if the run is complete. */
function adviceLines({ variant, lesson }: LessonResult, screen: Screen): string[] {
  if (variant) return wrapProse(variant.seen, screen, "Seen:     ");
  return [
    ...lesson.look.flatMap((each) => wrapProse(each, screen, "Look at:  ")),
    ...wrapProse(lesson.experiment, screen, "Try:      "),
  ];
}

function changeLines({ entry, lesson }: LessonResult): string[] {
  const before = lessonBeneath(entry, lesson);
  if (!before || lesson.change === null) return [];
  const files = [entryFile(before), entryFile(entry)] as const;
  // A copy of the course for students does not have them.
  if (!files.every((file) => existsSync(file))) return [`Changed since ${before.number}: ${lesson.change}`];
  const { added, removed } = compareFiles(...files);
  const size = `${entryName(entry)}, ${count(added, "line")} added, ${count(removed, "line")} removed`;
  return [
    `Changed since ${before.number}: ${lesson.change} (${size}; pnpm diff ${before.number} ${entry.number})`,
  ];
}

function frameLines({ name, taskId, file, lesson }: FrameFile, screen: Screen): string[] {
  const said = `${taskId} is done with ${name}, by ${displayPath(file)}; pnpm diff ${lesson} --frame ${name} shows the step`;
  return ["", ...wrapProse(said, screen, `${screen.paint("mark", "Frame")}: `)];
}

/** What a look at the templates tells before anything runs. */
function faultLines({ templateFaults }: LessonResult, screen: Screen): string[] {
  return templateFaults.flatMap(({ taskId, error }) => {
    const mark = `${screen.paint("bad", "Seen before the first run")}: `;
    return ["", ...wrapProse(`task ${taskId}: ${error.message}`, screen, mark)];
  });
}

function variantLines({ run, variant, entry, file }: LessonResult, screen: Screen): string[] {
  if (variant) {
    const name = screen.paint("mark", `Variant ${run.variant ?? ""}`);
    return ["", `${name}: ${variant.title}`, ...wrapProse(variant.wrong, screen)];
  }
  return file === entryFile(entry) ? [] : ["", `Run from ${displayPath(file)}`];
}

/** What is wrong can be seen before what comes of it. Some variants differ from the lesson in their circumstances alone. */
async function variantDifference({ variant, entry, file }: LessonResult, screen: Screen): Promise<string[]> {
  const lesson = entryFile(entry);
  if (!variant || file === lesson || !existsSync(lesson)) return [];
  const { showDifference } = await import("../diff/text.ts");
  const sides = { from: { shown: displayPath(lesson) }, to: { shown: displayPath(file) } };
  return ["", ...showDifference(sides, compareFiles(lesson, file, { context: 1 }), screen).split("\n")];
}

async function flowLines(
  { run }: LessonResult,
  screen: Screen,
  title: (text: string) => string[],
): Promise<string[]> {
  if (!run.flows) return [];
  const { showFlows } = await import("./flows.ts");
  return [...title("Runs of flows"), ...showFlows(run.flows, screen)];
}

function scriptLines({ script }: LessonResult): string[] {
  const code = script?.exitCode ?? null;
  const ended = code === null ? "was stopped" : `ended with exit code ${code}`;
  const said = (script?.output ?? "").trimEnd().split("\n").filter(Boolean).slice(0, 12);
  return [`  ${ended}`, ...said.map((line) => `    ${line}`)];
}

const mostRequests = 6;

/** Similar ones are counted. */
function requestLines({ run }: LessonResult, title: (text: string) => string[]): string[] {
  if (run.requests.length === 0) return [];
  const times = new Map<string, number>();
  for (const { method, path, status } of run.requests) {
    const line = `${method} ${path} → ${status ?? "no answer"}`;
    times.set(line, (times.get(line) ?? 0) + 1);
  }
  const parts = excerpt([...times], { most: mostRequests, isSpecial: ([line]) => !line.endsWith("→ 200") });
  const lines = parts.map((part) => {
    if ("leftOut" in part) return `  … ${count(part.leftOut, "other request")}`;
    const [line, number] = part.item;
    return number === 1 ? `  ${line}` : `  ${line} (${numberText(number)} times)`;
  });
  return [...title("Requests"), ...lines];
}

function mailLines({ run }: LessonResult): string[] {
  const parts = excerpt(run.mails, { most: mostRequests });
  return parts.map((part) =>
    "item" in part ? `  to ${part.item.to}: ${part.item.subject}` : `  … ${count(part.leftOut, "more mail")}`,
  );
}

function chatLines(
  { messages, secretSeenIn }: NonNullable<LessonResult["run"]["chat"]>,
  screen: Screen,
): string[] {
  const said = messages.map((text) => `  ${text}`);
  const places = secretSeenIn.join(", ");
  const search =
    places === ""
      ? "Its secret was looked for in files, logs, mails, the store and on command lines: it is nowhere."
      : `${screen.paint("bad", "Its secret can be read")}: ${places}`;
  return [...said, ...wrapProse(search, screen, "  ")];
}

/** The chart of the exchange's prices, if there are any. */
async function chartLines(
  { run, folder }: LessonResult,
  { isPlain, width }: Screen,
  title: (text: string) => string[],
): Promise<string[]> {
  const paths = run.files.map(({ path }) => path).filter((path) => path.endsWith("/hourly_avg.csv"));
  if (isPlain || paths.length === 0) return [];
  const { drawChart, hours, readRows } = await import("@daglings/binance");
  const rows = paths.flatMap((path) => readRows(hours, join(folder.path, path)));
  return [
    ...title("BTCUSDT, hour by hour"),
    ...drawChart(rows, { width: width - 2 }).map((line) => `  ${line}`),
  ];
}

function summary(result: LessonResult, screen: Screen): string {
  const { run, attempts, script, duration, isComplete } = result;
  const runs = run.dags.flatMap((dag) => dag.runs);
  const inState = (state: string) => runs.filter((each) => each.state === state).length;
  const others = runs.length - inState("success") - inState("failed");
  const retried = attempts.filter(({ tryNumber }) => tryNumber > 1).length;
  const failed = inState("failed");
  const recovered = runs.filter((each) => each.recovered).length;
  const what = script
    ? [script.exitCode === 0 ? "the script succeeded" : "the script failed"]
    : [
        count(runs.length, "run"),
        `${numberText(inState("success"))} succeeded${recovered > 0 ? ` (${recovered} recovered)` : ""}`,
        failed > 0 ? screen.paint("bad", `${numberText(failed)} failed`) : "0 failed",
        ...(others > 0 ? [`${others} not finished`] : []),
        count(attempts.length, "attempt") + (retried > 0 ? ` (${retried} of them retries)` : ""),
      ];
  const left = [count(run.files.length, "file"), count(run.mails.length, "mail")];
  const took = screen.isPlain ? "" : ` in ${durationText(duration)}`;
  const time = isComplete ? `${spanText(run.clock.from, run.clock.until)} of simulated time` : "stopped";
  const span = script ? "" : `; ${time}${took}`;
  return `${[...what, ...left].join(", ")}${span}.`;
}
