// The name of a flow or a task that is given none: the name of its function, or of the constant that it is assigned to,
// `const fetchEvents = task(async (day) => …)`, because a function written right there has no name of its own. If there
// is no constant either, it is named after its line: `task_17`.

import { readFileSync } from "node:fs";
import { isAbsolute, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { UsageError } from "@daglings/words";

const room = import.meta.dirname + sep;
const sources = new Map<string, readonly string[]>();

interface WhereWritten {
  readonly name: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly isNamedByPlace: boolean;
}

export function whereWritten(
  given: string | undefined,
  fn: { readonly name: string },
  word: string,
): WhereWritten {
  const site = callSite(new Error("where").stack ?? "");
  const name = given ?? (fn.name || nameAt(site, word));
  if (name === undefined) {
    throw new UsageError(`a ${word} has no name; write ${word}(…, { name: "myName" })`);
  }
  if (!/^[\w.$-]{1,200}$/.test(name)) {
    throw new UsageError(
      `a ${word} has the name "${name}"; it may have up to 200 letters, digits, "_", "-" and "."`,
    );
  }
  const isNamedByPlace = given === undefined && fn.name === "";
  return { name, file: site?.file ?? null, line: site?.line ?? null, isNamedByPlace };
}

interface Site {
  readonly file: string;
  readonly line: number;
}

/** The code that calls this room from outside. The stack has the lines as they were written, in tests as well. */
function callSite(stack: string): Site | null {
  for (const line of stack.split("\n").slice(1)) {
    const [, address = "", number = ""] =
      /(?:\(|at (?:async )?)((?:file:|\/|[a-z]:[\\/])[^()]*?)(?:\?[^:]*)?:(\d+):\d+\)?$/i.exec(line) ?? [];
    const file = address.startsWith("file:") ? fileURLToPath(address) : address;
    if (isAbsolute(file) && (!file.startsWith(room) || file.includes(".test.")))
      return { file, line: Number(number) };
  }
  return null;
}

function nameAt(site: Site | null, word: string): string | undefined {
  if (site === null) return undefined;
  const lines = linesOf(site.file).slice(Math.max(0, site.line - 2), site.line);
  // A long type may stand between them on lines of its own: the last name before the call is the right one.
  const constant = new RegExp(String.raw`^[^]*\b(?:const|let|var)\s+([\w$]+)\s*(?::[^=]*)?=\s*${word}\b`);
  const property = new RegExp(String.raw`^[^]*?([\w$]+)\s*:\s*${word}\b`);
  const found = constant.exec(lines.join("\n")) ?? property.exec(lines.at(-1) ?? "");
  return found?.[1] ?? `${word}_${site.line}`;
}

function linesOf(file: string): readonly string[] {
  const known = sources.get(file);
  if (known) return known;
  let lines: readonly string[] = [];
  try {
    lines = readFileSync(file, "utf8").split("\n");
  } catch {
    // It was never in a file, so the line alone names it.
  }
  sources.set(file, lines);
  return lines;
}
