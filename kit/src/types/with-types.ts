// Looks at the types of a student's file while it is tried out: if the compiler finds something, that comes first, and
// nobody waits for the trial.

import { readFileSync } from "node:fs";
import { kitFolder } from "@daglings/stage";
import { compile } from "./compiler.ts";
import { typeProblems, type TypeProblem } from "./problems.ts";

/** Records of the trial wait until `typesAreKnown`; then the signal may be aborted. */
export type Work<Answer> = (signal: AbortSignal, typesAreKnown: Promise<unknown>) => Promise<Answer>;

export async function withTypes<Answer extends object>(
  file: string,
  signal: AbortSignal,
  work: Work<Answer>,
): Promise<Answer | readonly TypeProblem[]> {
  const isMistaken = new AbortController();
  const readText = (path: string) => readFileSync(path, "utf8");
  const looked = compile(file, signal).then((output) => {
    const problems = typeProblems(output, file, { cwd: kitFolder, readText });
    if (problems.length > 0) isMistaken.abort();
    return problems;
  });
  const worked = work(AbortSignal.any([signal, isMistaken.signal]), looked);
  worked.catch(() => {}); // it is heard of below, if it is wanted
  const problems = await looked;
  if (problems.length === 0) return worked;
  await worked.catch(() => {});
  return problems;
}

export function isMistyped(answer: object): answer is readonly TypeProblem[] {
  return Array.isArray(answer);
}
