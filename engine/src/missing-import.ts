// What to say about a file that imports something that does not exist: which line imports it, and what may be meant.

import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { displayPath } from "@daglings/words";

/** Undefined if the error is about something else. */
export function describeMissing(error: Error): string | undefined {
  const [, what = "", name = "", importer = ""] =
    /^Cannot find (package|module) '(.+)' imported from (.+)$/.exec(error.message) ?? [];
  const asking = importer.startsWith("file:") ? fileURLToPath(importer) : importer;
  if (name === "" || !existsSync(asking)) return undefined;
  return what === "package" ? describePackage(name, asking) : describeFile(name, asking);
}

function describePackage(name: string, asking: string): string {
  const line = lineWhere(asking, (specifier) => specifier === name || specifier.startsWith(`${name}/`));
  return `${line}: imports the package "${name}", which is not installed; do without it, or see to it that it is`;
}

function describeFile(path: string, asking: string): string {
  const wanted = path.startsWith("file:") ? fileURLToPath(path) : path;
  const isIt = (specifier: string) => resolve(dirname(asking), specifier) === wanted;
  const line = lineWhere(asking, isIt);
  // Elsewhere TypeScript lets the ending be left out.
  const advice = existsSync(`${wanted}.ts`) ? `write its name whole, with .ts` : "check the path";
  return `${line}: imports ${displayPath(wanted)}, and there is no such file; ${advice}`;
}

function lineWhere(file: string, isIt: (specifier: string) => boolean): string {
  const lines = readFileSync(file, "utf8").split("\n");
  const index = lines.findIndex((line) =>
    [...line.matchAll(/["']([^"']+)["']/g)].some(([, specifier = ""]) => isIt(specifier)),
  );
  return index === -1 ? displayPath(file) : `${displayPath(file)}:${index + 1}`;
}
