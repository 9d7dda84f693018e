// The name of a flow or a task where none is given: that of its function, or of the constant that it is assigned to,
// `const fetchEvents = task(async (day) => …)`. A function that is written right there has no name of its own.

import { readFileSync } from "node:fs";
import { isAbsolute } from "node:path";
import { fileURLToPath } from "node:url";
import { getCallSites } from "node:util";
import { displayPath, UsageError } from "@daglings/words";

const room = import.meta.dirname;
const sources = new Map<string, readonly string[]>();

export interface Written {
  readonly name: string;
  readonly file: string | null;
}

export function whereWritten(
  given: string | undefined,
  fn: { readonly name: string },
  word: string,
): Written {
  const site = callSite();
  const name = given ?? (fn.name || nameAt(site));
  if (name === undefined || name === "") {
    const place = site === null ? word : `${displayPath(site.file)}:${site.line}: ${word}`;
    throw new UsageError(
      `${place} has no name; write const myName = ${word}(…), or name it: ${word}(…, { name: "myName" })`,
    );
  }
  if (!/^[\w.$-]{1,200}$/.test(name)) {
    throw new UsageError(
      `${word} has the name "${name}"; it may have up to 200 letters, digits, "_", "-" and "."`,
    );
  }
  return { name, file: site?.file ?? null };
}

interface Site {
  readonly file: string;
  readonly line: number;
}

/** Of the code that calls this room from outside. */
function callSite(): Site | null {
  for (const { scriptName, lineNumber } of getCallSites(20)) {
    const address = scriptName.replace(/\?.*$/, "");
    const file = address.startsWith("file:") ? fileURLToPath(address) : address;
    if (isAbsolute(file) && (!file.startsWith(room) || file.includes(".test.")))
      return { file, line: lineNumber };
  }
  return null;
}

function nameAt(site: Site | null): string | undefined {
  if (site === null) return undefined;
  const text = linesOf(site.file)[site.line - 1] ?? "";
  return /\b(?:const|let|var)\s+([\w$]+)\b[^=]*=\s*(?:task|flow)\b/.exec(text)?.[1];
}

function linesOf(file: string): readonly string[] {
  const known = sources.get(file);
  if (known) return known;
  let lines: readonly string[] = [];
  try {
    lines = readFileSync(file, "utf8").split("\n");
  } catch {
    // It was never in a file: then only a name that is given helps.
  }
  sources.set(file, lines);
  return lines;
}
