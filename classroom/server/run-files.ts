// What a run has left, for the page: versions of files, logs and mails. A path is looked up among what was recorded, and
// never made from what somebody sends.

import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { htmlOf, plainTextOf } from "@daglings/stage";
import { Refusal } from "@daglings/live";
import type { MailAnswer } from "../shared/answers.ts";
import type { AttemptStarted } from "../shared/record.ts";
import { versionsFolder } from "./file-eyes.ts";
import { mailsIn } from "./recorder.ts";
import type { RecordedLesson } from "./runs.ts";

/** In bytes: one look at a log brings at most this much, its end. */
const mostLog = 512 * 1024;

export function readVersion({ folder }: RecordedLesson, version: string): Buffer {
  if (!/^\d{1,7}$/.test(version)) throw new Refusal(400, `version "${version}" is not a whole number`);
  return readBelow(folder, join(versionsFolder, version), `version ${version} of a file`);
}

export interface LogWanted {
  readonly run: number;
  readonly taskId: string;
  readonly tryNumber: number;
}

/** Its end, if it is long. */
export function readLog(recorded: RecordedLesson, wanted: LogWanted): { text: string; isCut: boolean } {
  const log = logOf(recorded, wanted);
  // An attempt that has printed nothing leaves no file.
  if (!existsSync(join(recorded.folder, log))) return { text: "", isCut: false };
  const content = readBelow(recorded.folder, log, "log of this attempt");
  const isCut = content.length > mostLog;
  return { text: content.subarray(isCut ? content.length - mostLog : 0).toString(), isCut };
}

function logOf({ lines }: RecordedLesson, { run, taskId, tryNumber }: LogWanted): string {
  for (const line of lines) {
    if (!line.startsWith('{"type":"attempt started"')) continue;
    const entry = JSON.parse(line) as AttemptStarted;
    const isIt = entry.run === run && entry.taskId === taskId && entry.tryNumber === tryNumber;
    if (isIt && entry.log !== null) return entry.log;
  }
  throw new Refusal(404, `no attempt ${tryNumber} of "${taskId}" has begun in run ${run}`);
}

export function readMail(
  { folder }: RecordedLesson,
  file: string,
): MailAnswer & { readonly html: string | null } {
  const mail = mailsIn(folder).find((each) => each.file === file);
  if (!mail) throw new Refusal(404, `there is no mail "${file}" in this run's mailbox`);
  const message = readBelow(folder, join("mailbox", mail.file), "this mail").toString();
  const html = htmlOf(message);
  return { to: mail.to, subject: mail.subject, text: plainTextOf(message), hasHtml: html !== null, html };
}

/** Links lead nowhere. */
function readBelow(folder: string, path: string, what: string): Buffer {
  const missing = () => new Refusal(404, `there is no ${what} here any more; run the lesson again`);
  const file = join(folder, path);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw missing();
  const within = relative(realpathSync(folder), realpathSync(file));
  if (within.startsWith("..") || within !== path) throw missing();
  return readFileSync(file);
}
