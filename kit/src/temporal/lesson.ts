// `pnpm temporal lesson NN`: the same lesson, the same page of results and the same files; but the DAG runs on Temporal.

import process from "node:process";
import type { DAG } from "@daglings/engine";
import { findLesson, readScenario, type Shell } from "@daglings/stage";
import { parseInstant } from "@daglings/words";
import { onlyWord, type Call, type ExitCode } from "../command-line.ts";
import { playLesson } from "../commands/lesson.ts";
import { howLong } from "./how-long.ts";
import { connectOrStart } from "./server.ts";

export async function lesson(call: Call): Promise<ExitCode> {
  const wanted = onlyWord(call, "temporal lesson");
  if (wanted === undefined) return await playLesson(call); // the list needs no server
  findLesson(wanted); // a wrong number is reported before anything is installed
  const { room, connected } = await connectOrStart(call);
  const shell: Shell = async (options) => {
    await sayHowLong(call, wanted, options.dags);
    return await room.playedScheduler(connected, options);
  };
  try {
    return await playLesson(call, { shell });
  } finally {
    await connected.close();
  }
}

/** To stderr: what the command prints stays the same. */
async function sayHowLong({ text }: Call, lessonName: string, dags: readonly DAG[]): Promise<void> {
  const names = { lesson: lessonName, variant: text("variant"), until: text("until") };
  const scenario = await readScenario(names);
  const instant = (time: string) => parseInstant(time, "UTC", "--until").epochMilliseconds;
  const line = howLong(dags, { from: instant(scenario.from), until: instant(scenario.until) });
  if (line !== null) process.stderr.write(`${line}\n`);
}
