// How messages say where something is.

import { relative, sep } from "node:path";
import { cwd } from "node:process";
import { pathToFileURL } from "node:url";

const startFolder = cwd();

/** A file's path for messages: short if it is below the folder in which the command was started. */
export function displayPath(file: string): string {
  const path = relative(startFolder, file);
  return path === "" || path.startsWith("..") ? file : path.replaceAll(sep, "/");
}

/** Where in a file an error comes from: `work/08_templated_path/dag.ts:21`. */
export function lineIn(file: string, error: Error): string | undefined {
  const names = [pathToFileURL(file).href, file];
  for (const line of error.stack?.split("\n") ?? []) {
    const name = names.find((each) => line.includes(`${each}:`) || line.includes(`${each}?`));
    const number = name && /^(?:\?[^:]*)?:(\d+)/.exec(line.slice(line.indexOf(name) + name.length))?.[1];
    if (number) return `${displayPath(file)}:${number}`;
  }
  return undefined;
}
