// `pnpm scheduler [what…]`: runs DAGs by the wall clock until Ctrl-C, and answers on an HTTP API.

import { constants, existsSync } from "node:fs";
import { join } from "node:path";
import process, { env } from "node:process";
import type { EventRecord } from "@daglings/engine";
import type { LiveStanding } from "@daglings/live";
import {
  findLesson,
  findPackagesOfTheKit,
  givenFile,
  instantText,
  isScript,
  kitFolder,
  kitVersion,
  listLessons,
  makeWorkFolder,
  type LessonEntry,
} from "@daglings/stage";
import { UsageError } from "@daglings/words";
import { exitCodes, userPath, type Call, type Command } from "../command-line.ts";
import { serversToName } from "../dags/servers-to-name.ts";
import { endSoon } from "../end-soon.ts";
import { eventLine } from "../show/event-line.ts";
import { openStatusLine } from "../show/status-line.ts";
import { count, minuteText, numberText } from "../words.ts";
import { hostTokens } from "./host-tokens.ts";
import { wholeNumber } from "./whole-number.ts";

const help = `pnpm scheduler [what…] [flags]

Runs DAGs by the wall clock until Ctrl-C. What: files that export DAGs, folders
of them, or numbers of lessons; without any, the DAGs of all lessons. A file
that is saved, or is new in a folder, is taken between runs. A second scheduler
with the same --dir stands by, and takes over when the first one ends. pnpm dags
works on its runs, and so does anybody by its API.

  pnpm scheduler my-dags/ --paused
  pnpm scheduler 12 13 14

  --dir FOLDER     for the store, the logs and what tasks write; default
                   runs/scheduler
  --store URL      keep everything in a PostgreSQL database instead, in which a
                   scheduler on another machine can stand by:
                   postgres://user@host:5432/database, with the password in
                   PGPASSWORD. Logs, and what tasks write, stay in --dir
  --work FOLDER    where tasks work instead, in data/: a folder that may have
                   other things in it
  --port N         of the API; default 8793; 0: any free one
  --host H         who can reach it; default 127.0.0.1, this machine alone. With
                   any other, tokens are needed: they are read from
                   DAGLINGS_VIEWER_TOKEN and DAGLINGS_OPERATOR_TOKEN, or made
                   and shown
  --grace S        seconds that attempts under way are given at the end; default
                   30
  --executor NAME  subprocess (default): a process for each attempt; or
                   in-process
  --paused         DAGs that are new here begin paused: pnpm dags unpause DAG_ID
  --verbose        a line whenever something begins, too, and for each task
`;

export const scheduler: Command = {
  help,
  options: {
    dir: { type: "string" },
    store: { type: "string" },
    work: { type: "string" },
    port: { type: "string" },
    host: { type: "string" },
    grace: { type: "string" },
    executor: { type: "string" },
    paused: { type: "boolean" },
  },
  async run(call) {
    const { screen, text } = call;
    const folder =
      text("dir") === undefined ? join(kitFolder, "runs", "scheduler") : userPath(text("dir") ?? "");
    const workFolder = text("work") === undefined ? undefined : userPath(text("work") ?? "");
    const port = wholeNumber(call, "port", 8793, 65_535);
    const grace = wholeNumber(call, "grace", 30, 86_400) * 1000;
    const executor = executorOf(text("executor"));
    const lessons = call.words.length > 0 ? call.words.flatMap(lessonFor) : allLessons();
    const paths = call.words.length > 0 ? call.words.map(pathFor) : lessons.map(givenFile);
    const host = text("host") ?? "127.0.0.1";
    const tokens = hostTokens(host, screen.say, "this scheduler");
    makeWorkFolder(folder);
    makeWorkFolder(workFolder ?? folder, constants.X_OK); // its tasks may write below it, or nowhere
    findPackagesOfTheKit();
    process.chdir(workFolder ?? folder);
    if (!screen.isJson) for (const line of await serversToName(lessons, env)) screen.say(line);
    const { runLive } = await import("@daglings/live");
    const status = openStatusLine(screen);
    await runLive({
      paths,
      folder,
      store: text("store"),
      workFolder,
      port,
      host,
      tokens,
      executor,
      grace,
      paused: call.isSet("paused"),
      version: kitVersion,
      say: screen.isJson ? () => {} : status.say,
      onEvent: (event) => sayEvent(event, call, status.say),
      onStanding: (standing) => status.show(() => standingLine(standing())),
      signal: call.signal,
    }).finally(status.clear);
    endSoon();
    return exitCodes.fine;
  },
};

/** null: the word is a path. */
function lessonFor(word: string): LessonEntry[] {
  if (existsSync(userPath(word)) || !/^\d{1,2}(_\w*)?$/.test(word)) return [];
  const entry = findLesson(word);
  if (isScript(entry)) throw new UsageError(`lesson ${entry.name} is a script, and has no DAG`);
  return [entry];
}

function pathFor(word: string): string {
  const [entry] = lessonFor(word);
  return entry ? givenFile(entry) : userPath(word);
}

function allLessons(): LessonEntry[] {
  return listLessons().filter((entry) => !isScript(entry));
}

function executorOf(name = "subprocess"): "in-process" | "subprocess" {
  if (name === "in-process" || name === "subprocess") return name;
  throw new UsageError(`--executor ${name} is unknown; write in-process or subprocess`);
}

function sayEvent(
  event: Omit<EventRecord, "id">,
  { screen, isSet }: Call,
  say: (line: string) => void,
): void {
  if (screen.isJson) say(JSON.stringify(event));
  else if (isSet("verbose") || isNews(event)) say(eventLine(event));
}

/** A line for each run when it is over, and for errors and actions by hand. */
function isNews({ runId, taskId, state }: Omit<EventRecord, "id">): boolean {
  if (taskId !== null) return state === "failed";
  return runId === null || (state !== "queued" && state !== "running");
}

/** `2 runs under way, 1 queued; next: 12_binance_fetch_minute at 10:05:00` */
function standingLine({ running, queued, next }: LiveStanding): string {
  const now = `${count(running, "run")} under way, ${numberText(queued)} queued`;
  return next ? `${now}; next: ${next.dagId} at ${minuteText(instantText(next.at))}` : now;
}
