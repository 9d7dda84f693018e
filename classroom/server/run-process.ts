// Runs one lesson in a process of its own: a stage sets the working folder and the environment, and a task may do what it
// likes. The process is started ahead, so that nobody who presses Run waits for it; it tells its parent all that
// happens.

import { appendFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { guardAgainstLoops, runLesson } from "@daglings/stage";
import type { TemplatePreview } from "@daglings/engine";
import type { AttemptName, Ended, Entry } from "../shared/record.ts";
import { openRecorder, type Recorder } from "./recorder.ts";
import { inputsFile, recordFile, type FromRunner, type RunOrder, type ToRunner } from "./run-messages.ts";

/** Real milliseconds between two messages. */
const pause = 30;

function openMessages(folder: string) {
  let entries: Entry[] = [];
  let inputs: [AttemptName, TemplatePreview][] = [];
  let timer: NodeJS.Timeout | undefined;
  let isFirst = true;
  const send = (sent = () => {}) => {
    clearTimeout(timer);
    timer = undefined;
    const message: FromRunner = { entries, inputs };
    append(folder, recordFile, entries);
    append(folder, inputsFile, inputs);
    entries = [];
    inputs = [];
    process.send?.(message, sent);
  };
  const soon = () => {
    if (timer !== undefined) return;
    timer = setTimeout(() => send(), isFirst ? 0 : pause);
    isFirst = false;
  };
  return {
    write(entry: Entry) {
      entries.push(entry);
      soon();
    },
    tellInputs(of: AttemptName, preview: TemplatePreview) {
      inputs.push([of, preview]);
      soon();
    },
    send,
  };
}

function append(folder: string, file: string, lines: readonly unknown[]): void {
  if (lines.length === 0) return;
  try {
    appendFileSync(join(folder, file), lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  } catch {
    // The folder was emptied, or the disk is full: the page has heard it all the same.
  }
}

async function carryOut({ lesson, begun }: RunOrder, signal: AbortSignal): Promise<void> {
  const messages = openMessages(lesson.dir);
  const loops = guardAgainstLoops({ command: "classroom", longest: 20_000 });
  const recorder: Recorder = openRecorder({
    folder: lesson.dir,
    begun,
    write: (entry) => messages.write(entry),
    onInputs: (of, preview) => messages.tellInputs(of, preview),
  });
  let end: Ended;
  try {
    const result = await runLesson({ ...lesson, signal, onlooker: recorder });
    if (result.script) messages.write({ type: "begun", ...begun, dags: [] });
    recorder.finish();
    const broken = result.script && result.script.exitCode !== 0 && !signal.aborted;
    end = {
      type: "ended",
      how: !result.isComplete ? "stopped" : broken ? "broken" : "done",
      message: broken ? `the script has ended with exit code ${result.script?.exitCode}` : null,
      duration: result.duration,
      output: result.script?.output ?? null,
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    end = { type: "ended", how: "broken", message, duration: 0, output: null };
  }
  messages.write(end);
  // A message that is longer than the pipe's buffer is on its way for a while.
  await new Promise<void>((sent) => messages.send(sent));
  loops.stop();
}

const stop = new AbortController();
process.on("message", (message: ToRunner) => {
  if (message === "stop") return stop.abort();
  // Once the parent has all of it, it ends this process.
  void carryOut(message.run, stop.signal).finally(() => process.disconnect?.());
});
process.once("disconnect", () => process.exit(0));
process.send?.({ entries: [], inputs: [] } satisfies FromRunner);
