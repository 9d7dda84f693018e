// `pnpm temporal worker`: carries out DAGs by the wall clock, until Ctrl-C. There may be any number of workers.

import { once } from "node:events";
import { realpathSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { loadDag, loadDags, type DAG } from "@daglings/engine";
import {
  findLesson,
  findPackagesOfTheKit,
  givenFile,
  isScript,
  kitFolder,
  listLessons,
  type LessonEntry,
  makeWorkFolder,
} from "@daglings/stage";
import { exitCodes, userPath, type Call, type ExitCode } from "../command-line.ts";
import { serversToName } from "../dags/servers-to-name.ts";
import { count } from "../words.ts";
import { openRoomFor } from "./server.ts";

export async function work(call: Call): Promise<ExitCode> {
  const { room, access } = await openRoomFor(call);
  const folder =
    call.text("dir") === undefined ? join(kitFolder, "runs", "temporal") : userPath(call.text("dir") ?? "");
  const lessons = lessonsFor(call.words);
  const files = [...lessons.map(givenFile), ...call.words.filter((word) => !isLesson(word)).map(userPath)];
  for (const line of await serversToName(lessons, process.env, "pnpm temporal worker")) call.screen.say(line);
  makeWorkFolder(folder);
  findPackagesOfTheKit();
  const dags: DAG[] = [];
  for (const file of files) {
    const own = await loadDags(file);
    // Flows need no DAG beside them; a file with neither is refused with the reason.
    if (own.length === 0 && !room.flowFiles().includes(realpathSync(file))) await loadDag(file);
    dags.push(...own);
  }
  const flows = room.flowFiles().length;
  process.chdir(folder);
  const connected = await room.connectTo(access);
  const worker = await room.startWorker({ connected, dags, logs: join(folder, "logs"), files: null });
  try {
    await room.enrol(connected.client, dags);
    const what = [
      count(dags.length, "DAG"),
      ...(flows === 0 ? [] : [`the flows of ${count(flows, "file")}`]),
    ];
    call.screen.say(`Works on ${what.join(" and ")} in ${folder}, until Ctrl-C.`);
    await once(call.signal, "abort");
  } finally {
    await worker.close();
    await connected.close();
  }
  return exitCodes.fine;
}

/** Without any word, all lessons. */
function lessonsFor(words: readonly string[]): LessonEntry[] {
  if (words.length === 0) return listLessons().filter((entry) => !isScript(entry));
  return words.filter(isLesson).map(findLesson);
}

function isLesson(word: string): boolean {
  return /^\d{1,2}(_\w*)?$/.test(word);
}
