// What `pnpm check NN` prints if TypeScript finds something: that comes before anything is run.

import type { LessonEntry } from "@daglings/stage";
import { shownPath } from "../desk/work-files.ts";
import type { Screen } from "../screen.ts";
import type { TypeProblem } from "../types/problems.ts";
import { count } from "../words.ts";
import { wrapProse } from "./wrap.ts";

/** One mistake often makes several. */
const most = 3;

export function showTypeProblems(
  { number, name }: LessonEntry,
  problems: readonly TypeProblem[],
  screen: Screen,
): string {
  const rest = problems.length - most;
  return [
    `${screen.paint("bad", "TYPES")} ${name} is not judged: TypeScript finds ${count(problems.length, "mistake")} in it`,
    ...problems.slice(0, most).flatMap((problem) => problemLines(problem, screen)),
    ...(rest > 0 ? ["", `  … and ${count(rest, "more")}; they may follow from these.`] : []),
    "",
    `  next      mend that, then pnpm check ${number}`,
    `  or        pnpm check ${number} --no-types runs it as it is`,
  ].join("\n");
}

function problemLines({ file, line, what, source }: TypeProblem, screen: Screen): string[] {
  const width = screen.width - 12;
  const shown = source.length > width ? `${source.slice(0, width - 1)}…` : source;
  return [
    "",
    ...wrapProse(what, screen, "  trouble   "),
    ...(shown === "" ? [] : [`  line      ${screen.paint("dim", shown)}`]),
    `  file      ${shownPath(file)}:${line}`,
  ];
}
