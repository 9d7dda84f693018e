// `pnpm temporal worker`: carries out DAGs by the wall clock, until Ctrl-C. There may be any number of workers.

import { once } from "node:events";
import { join } from "node:path";
import process from "node:process";
import { loadMainLast, type DAG } from "@daglings/engine";
import {
  findLesson,
  findPackagesOfTheKit,
  givenFile,
  isScript,
  kitFolder,
  listLessons,
  makeFolder,
} from "@daglings/stage";
import { exitCodes, userPath, type Call, type ExitCode } from "../command-line.ts";
import { count } from "../words.ts";
import { openRoom } from "./room.ts";
import { addressFor } from "./server.ts";

export async function work(call: Call): Promise<ExitCode> {
  const room = await openRoom(call);
  const folder =
    call.text("dir") === undefined ? join(kitFolder, "runs", "temporal") : userPath(call.text("dir") ?? "");
  const files = call.words.length > 0 ? call.words.map(fileFor) : everyLesson();
  makeFolder(folder);
  findPackagesOfTheKit();
  const dags: DAG[] = [];
  for (const file of files) dags.push(...(await loadMainLast(file)));
  process.chdir(folder);
  const connected = await room.connectTo(addressFor(call));
  const { client, address } = connected;
  const worker = await room.startWorker({ address, client, dags, logs: join(folder, "logs"), files: null });
  try {
    await room.enrol(client, dags);
    call.screen.say(`Works on ${count(dags.length, "DAG")} in ${folder}, until Ctrl-C.`);
    await once(call.signal, "abort");
  } finally {
    await worker.close();
    await connected.close();
  }
  return exitCodes.fine;
}

/** A lesson by its number, or a file. */
function fileFor(word: string): string {
  return /^\d{1,2}(_\w*)?$/.test(word) ? givenFile(findLesson(word)) : userPath(word);
}

function everyLesson(): string[] {
  return listLessons()
    .filter((entry) => !isScript(entry))
    .map(givenFile);
}
