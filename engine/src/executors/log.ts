// The log of an attempt: a file of its own, written line by line.

import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import type { AttemptKey } from "../ports.ts";

export interface AttemptLog {
  readonly write: (line: string) => void;
  readonly close: () => void;
}

/** A colon cannot stand in a file's name on Windows. */
export function logFileOf(folder: string, { dagId, runId, taskId, tryNumber }: AttemptKey): string {
  return join(folder, dagId, runId.replaceAll(":", "-"), taskId, `${tryNumber}.log`);
}

/** The file is made with its first line. */
export function openLog(file: string | null): AttemptLog {
  let descriptor: number | undefined;
  return {
    write(line) {
      if (file === null) return;
      if (descriptor === undefined) {
        mkdirSync(dirname(file), { recursive: true });
        descriptor = openSync(file, "a");
      }
      writeSync(descriptor, `${line}\n`);
    },
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}
