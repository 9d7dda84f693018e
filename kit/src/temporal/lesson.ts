// `pnpm temporal lesson NN`: the same lesson, the same page of results and the same files; but the DAG runs on Temporal.

import { findLesson } from "@daglings/stage";
import { onlyWord, type Call, type ExitCode } from "../command-line.ts";
import { playLesson } from "../commands/lesson.ts";
import { connectOrStart } from "./server.ts";

export async function lesson(call: Call): Promise<ExitCode> {
  const wanted = onlyWord(call, "temporal lesson");
  if (wanted === undefined) return await playLesson(call); // the list needs no server
  findLesson(wanted); // a wrong number is reported before anything is installed
  const { room, connected } = await connectOrStart(call);
  try {
    return await playLesson(call, { shell: (options) => room.playedScheduler(connected, options) });
  } finally {
    await connected.close();
  }
}
