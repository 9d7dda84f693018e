import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { env, stdin } from "node:process";
import { text as read } from "node:stream/consumers";
import { UsageError, withPlace } from "@daglings/words";
import { type Command, exitCodes, theJob } from "../command-line.ts";
import { queueTasks } from "../queue.ts";
import type { TaskToQueue } from "../task-file.ts";
import { settingsHelp, settingsOf, settingsOptions, taskHelp, taskOf, taskOptions } from "./task-flags.ts";

export const queue: Command = {
  help: `air-executor queue --job NAME "COMMAND": queues a task. Within a running task the job is known.
air-executor queue --file FILE: queues many, from a JSON list of tasks, or one task a line; "-" reads standard input:
  {"id": "a", "command": "sh process.sh a", "dependencies": [], "timeout": 60, "retries": 2}

${taskHelp}
${settingsHelp}
  --durable        survive power cuts`,
  options: { ...taskOptions, ...settingsOptions, file: { type: "string" }, durable: { type: "boolean" } },
  async run(call) {
    const file = call.text("file");
    if (file !== undefined && call.words.length > 0) {
      throw new UsageError("a command and --file both say what to queue; give one of them");
    }
    const tasks = file === undefined ? [taskOf(call)] : await readTasks(file);
    const job = theJob(call, "queue");
    const options = { dir: call.dir, job, settings: settingsOf(call), durable: call.isSet("durable") };
    const result = queueTasks(tasks, options);
    call.say(sentenceFor(result), result);
    return exitCodes.fine;
  },
};

function sentenceFor({ job, queued, known }: ReturnType<typeof queueTasks>): string {
  const before = known.length === 0 ? "" : `; ${known.length} were queued before`;
  const which = queued.length === 1 ? `task ${queued[0] ?? ""}` : `${queued.length} tasks`;
  return `Queued ${which} for job ${job}${before}.`;
}

async function readTasks(file: string): Promise<TaskToQueue[]> {
  let text: string;
  try {
    text = (
      file === "-" ? await read(stdin) : readFileSync(resolve(env["INIT_CWD"] ?? "", file), "utf8")
    ).trim();
  } catch (error) {
    throw new UsageError(`--file ${file} cannot be read (${(error as Error).message})`, { cause: error });
  }
  if (text.startsWith("[")) return parse(text, file) as TaskToQueue[];
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.map((line, index) => parse(line, `${file}, line ${index + 1}`) as TaskToQueue);
}

function parse(text: string, place: string): unknown {
  return withPlace(place, () => {
    try {
      return JSON.parse(text) as unknown;
    } catch (error) {
      throw new UsageError(`it is not JSON (${(error as Error).message})`, { cause: error });
    }
  });
}
