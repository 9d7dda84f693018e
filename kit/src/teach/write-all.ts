// Writes several files, or none of them: if one cannot be written, the others are restored.

import { readFileSync } from "node:fs";
import { writeWhole } from "@daglings/lessons/files";
import { EnvironmentError } from "@daglings/engine";

export interface NewText {
  readonly path: string;
  readonly text: string;
}

export function writeAll(files: readonly NewText[]): void {
  const before = files.map(({ path }) => ({ path, text: readFileSync(path, "utf8") }));
  let done = 0;
  try {
    for (const { path, text } of files) {
      writeWhole(path, text);
      done++;
    }
  } catch (error) {
    for (const { path, text } of before.slice(0, done)) writeWhole(path, text);
    const { message } = error as Error;
    throw new EnvironmentError(`${files[done]?.path} cannot be written (${message}); nothing has changed`, {
      cause: error,
    });
  }
}
