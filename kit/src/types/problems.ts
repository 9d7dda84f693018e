// What the compiler says about a student's file, in words that a student can read. Pure.

import { dirname, resolve, sep } from "node:path";
import { templateNames } from "@daglings/engine";
import { suggest } from "@daglings/words";

export interface TypeProblem {
  /** As the compiler was given it. */
  readonly file: string;
  readonly line: number;
  /** What is wrong, in a sentence without its full stop. */
  readonly what: string;
  /** The line of the file, without the spaces around it. */
  readonly source: string;
}

interface Said {
  readonly file: string;
  readonly line: number;
  readonly code: number;
  /** Its first line says what is wrong; the others, each deeper than the one before, say why. */
  readonly texts: readonly string[];
}

/**
 * `output`: the compiler's. Only the files in the folder of `file` are the student's. `readText` returns a file's text.
 * Syntax errors come before types anyway: then the compiler says nothing else.
 */
export function typeProblems(
  output: string,
  file: string,
  { cwd, readText }: { readonly cwd: string; readonly readText: (path: string) => string },
): TypeProblem[] {
  const folder = dirname(file) + sep;
  return readSaid(output)
    .map((said) => ({ ...said, file: resolve(cwd, said.file) }))
    .filter((said) => said.file.startsWith(folder))
    .map((said) => problemOf(said, readText(said.file).split("\n")));
}

function readSaid(output: string): Said[] {
  const found: (Said & { readonly texts: string[] })[] = [];
  for (const line of output.split(/\r?\n/)) {
    const [, file, number, code, what] = /^(.+)\((\d+),\d+\): error TS(\d+): (.*)$/.exec(line) ?? [];
    if (file !== undefined && what !== undefined) {
      found.push({ file, line: Number(number), code: Number(code), texts: [what] });
    } else if (line.startsWith(" ")) found.at(-1)?.texts.push(line.trim());
  }
  return found;
}

function problemOf({ file, line, code, texts }: Said, lines: readonly string[]): TypeProblem {
  const [name] = capture(texts.join("\n"), /"unknown template variable: (\w+)"/) ?? [];
  if (name === undefined) {
    return { file, line, what: readable(code, texts), source: (lines[line - 1] ?? "").trim() };
  }
  // The compiler names the line where the text begins.
  const rest = lines.slice(line - 1).findIndex((each) => new RegExp(`\\{\\{[^}]*\\b${name}\\b`).test(each));
  const at = line + Math.max(0, rest);
  const what = `template variable "${name}" is unknown${suggest(name, templateNames)}`;
  return { file, line: at, what, source: (lines[at - 1] ?? "").trim() };
}

type Rule = readonly [RegExp, (...parts: string[]) => string];

const rules: readonly Rule[] = [
  [
    /^Object literal may only specify known properties, (?:and|but) '(.+?)' does not exist in type .*?(?:Did you mean to write '(.+?)'\?)?$/,
    (name, other) => `option "${name}" is unknown${other ? `; did you mean "${other}"?` : ""}`,
  ],
  [/^Property '(.+?)' is missing in type .* but required in type /, (name) => `option "${name}" is missing`],
  [/^Type .* is missing the following properties from type .*: (.*)$/, (names) => `${names} are missing`],
  [
    /^Cannot find module '(\.[^']*)'/,
    (path) => `there is no file ${path}; a file is imported by its whole name, with .ts`,
  ],
  [/^Cannot find module '(.+?)'/, (name) => `there is no package "${name}" here`],
  [
    /^(?:Module )?'?(".+?")'? has no exported member (?:named )?'(.+?)'\.(?: Did you mean '(.+?)'\?)?/,
    (module, name, other) => `${module} has no ${name}${other ? `; did you mean ${other}?` : ""}`,
  ],
  [
    /^Property '(.+?)' does not exist on type '(.+)'\.(?: Did you mean '(.+?)'\?)?$/,
    (name, type, other) => `${shorten(type)} has no ${name}${other ? `; did you mean ${other}?` : ""}`,
  ],
  [
    /^Type 'Date' is not assignable to type 'DateInput/,
    () => `it is a JavaScript Date, where a text such as "2019-01-01" is expected`,
  ],
  [
    /^Argument of type '(.+)' is not assignable to parameter of type '(.+?)(?: \| undefined)?'\.$/,
    (found, wanted) => `it is ${shorten(found)}, where ${shorten(wanted)} is expected`,
  ],
  [
    /^Type '(.+)' is not assignable to type '(.+?)(?: \| undefined)?'\.$/,
    (found, wanted) => `it is ${shorten(found)}, where ${shorten(wanted)} is expected`,
  ],
  [
    /^Cannot find name '(.+?)'\. Did you mean '(.+?)'\?/,
    (name, other) => `there is no ${name} here; did you mean ${other}?`,
  ],
  [/^Cannot find name '(.+?)'/, (name) => `there is no ${name} here; is its import or its const missing?`],
];

/** Syntax errors have numbers up to this one; types come after. */
const lastOfSyntax = 1999;

function readable(code: number, texts: readonly string[]): string {
  const [what = "", ...why] = texts;
  if (code <= lastOfSyntax) return `it does not parse: ${what.replace(/\.$/, "")}`;
  // The deepest reason is the plainest, for example if an option of an option is wrong.
  for (const text of [what, ...why.toReversed()]) {
    for (const [pattern, say] of rules) {
      const parts = capture(text, pattern);
      if (parts && !isVague(text)) return say(...parts);
    }
  }
  return shorten(what.replace(/\.$/, ""), 200);
}

/** The compiler shows two types whole, and leaves it to the reader to find the difference. */
function isVague(text: string): boolean {
  return /^(Type|Argument of type) '\{/.test(text) || text.startsWith("No overload");
}

function shorten(text: string, longest = 60): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function capture(text: string, pattern: RegExp): string[] | undefined {
  return pattern.exec(text)?.slice(1);
}
