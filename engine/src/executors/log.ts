// The log of an attempt: a file of its own, written line by line. A log that cannot be written must not fail its task,
// and one that grows without end must not fill the disk.

import { closeSync, fstatSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname, sep } from "node:path";
import { emitWarning } from "node:process";
import { asError } from "../errors.ts";
import type { AttemptKey } from "../ports.ts";
import { cutLines } from "../processes/lines.ts";
import { outsideAttempts } from "./console.ts";

export interface AttemptLog {
  readonly write: (text: string) => void;
  /** How many bytes it has written so far. */
  readonly bytes: () => number;
  readonly close: () => void;
}

export interface LogOptions {
  /** Null if it is not wanted. */
  readonly file: string | null;
  /** Hides secrets. */
  readonly mask?: (text: string) => string;
  /** How many bytes it may hold; what comes after that is dropped. */
  readonly size?: number;
}

export const usualLogSize = 16 * 1024 * 1024;

/** A file's name on Windows cannot contain a colon. */
export function logFileOf(folder: string, { dagId, runId, taskId, tryNumber }: AttemptKey): string {
  return [folder, dagId, runId.replaceAll(":", "-"), taskId, `${tryNumber}.log`].join(sep);
}

/** The file is created with its first line. */
export function openLog({ file, mask = (text) => text, size = usualLogSize }: LogOptions): AttemptLog {
  let opened: { readonly descriptor: number; room: number } | undefined;
  let isClosed = false;
  let bytes = 0;
  const append = (path: string, text: string) => {
    opened ??= open(path, size);
    if (opened.room < 0) return; // the log is closed
    // Before it is masked, too: there is no need to look for secrets in text that is dropped.
    const line = `${cutLines(mask(text.slice(0, 2 * opened.room)))}\n`;
    const length = Buffer.byteLength(line);
    const kept = length <= opened.room ? line : lastWords(line, opened.room, size);
    bytes += writeSync(opened.descriptor, kept);
    opened.room -= length;
  };
  const attempt = (work: () => void) => {
    try {
      work();
    } catch (thrown) {
      complain(file ?? "", asError(thrown));
    }
  };
  const letGo = () => {
    const { descriptor } = opened ?? {};
    opened = undefined;
    if (descriptor !== undefined) closeSync(descriptor);
  };
  return {
    write(text) {
      if (file === null) return;
      attempt(() => append(file, text));
      if (isClosed) attempt(letGo); // a task that goes on after its end may still write
    },
    bytes: () => bytes,
    close() {
      isClosed = true;
      attempt(letGo);
    },
  };
}

function open(file: string, size: number): { descriptor: number; room: number } {
  mkdirSync(dirname(file), { recursive: true });
  const descriptor = openSync(file, "a");
  return { descriptor, room: size - fstatSync(descriptor).size };
}

function lastWords(line: string, room: number, size: number): string {
  const text = Buffer.from(line).subarray(0, room).toString();
  return `${text}\n… (this log ends here: it may have ${Math.round(size / 1024)} kB)\n`;
}

const said = new Set<string>();

/** Each reason is reported once: a full disk is not news with every line. */
function complain(file: string, error: Error): void {
  const reason = "code" in error ? String(error.code) : error.message;
  if (said.has(reason)) return;
  said.add(reason);
  const warning = `the log ${file} cannot be written: ${error.message}; tasks go on without their logs`;
  // Node prints a warning with console: in an attempt it would go into the very log that cannot be written.
  outsideAttempts(() => emitWarning(warning));
}
