// `pnpm teach verify`: the whole matrix, or that of one lesson, and what is not as it must be.

import { findLesson, listLessons } from "@daglings/stage";
import { exitCodes, onlyWord, type Call, type ExitCode } from "../command-line.ts";
import { runMatrix, type Matrix, type TrialResult } from "@daglings/grading";
import { openProgressBar } from "../show/progress-bar.ts";
import { count, durationText } from "../words.ts";

export async function verify(call: Call): Promise<ExitCode> {
  const { screen } = call;
  const wanted = onlyWord(call, "teach verify");
  const lessons = wanted === undefined ? listLessons() : [findLesson(wanted)];
  const bar = openProgressBar(screen);
  const matrix = await runMatrix(
    (done, all) => bar.show(done / all, () => `${done} of ${all} trials`),
    lessons,
  );
  bar.clear();
  const objections = matrix.results.filter(({ objection }) => objection !== null);
  if (screen.isJson) screen.say(JSON.stringify(jsonOf(matrix), null, 2));
  else {
    for (const result of objections) screen.say(`${screen.paint("bad", "WRONG")} ${objectionText(result)}`);
    for (const sentence of matrix.unproved) screen.say(`${screen.paint("bad", "UNPROVED")} ${sentence}`);
    const took = screen.isPlain ? "" : `, in ${durationText(matrix.duration)}`;
    const bad =
      objections.length === 0
        ? "all as they must be"
        : `${count(objections.length, "of them", "of them")} wrong`;
    screen.say(`${count(matrix.results.length, "trial")}: ${bad}${took}.`);
  }
  return objections.length + matrix.unproved.length === 0 ? exitCodes.fine : exitCodes.failed;
}

function objectionText({ trial: { lesson, what }, objection }: TrialResult): string {
  return `${lesson.name}, ${what}: ${objection ?? ""}`;
}

function jsonOf({ results }: Matrix) {
  return results.map(({ trial: { lesson, what }, objection, report: { verdicts } }) => ({
    lesson: lesson.name,
    what,
    objection,
    failed: verdicts
      .filter(({ status }) => status === "fail" || status === "error")
      .map(({ due }) => due.check.id),
  }));
}
