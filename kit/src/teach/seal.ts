// `pnpm teach seal`: records the course as it is now, so that a later edit of an engine's or check's file shows.

import { exitCodes, type Call, type ExitCode } from "../command-line.ts";
import { sealCourse } from "@daglings/grading";
import { inspectCourse } from "@daglings/grading/check";

export function seal({ screen }: Call): ExitCode {
  sealCourse();
  const { course } = inspectCourse();
  screen.say(
    screen.isJson ? JSON.stringify({ course }) : `The course is sealed in kit/seal.json, as ${course}.`,
  );
  return exitCodes.fine;
}
