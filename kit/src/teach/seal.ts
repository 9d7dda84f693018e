// `pnpm teach seal`: records the course as it is now, so that a later edit of an engine's or check's file shows.

import { exitCodes, type Call, type ExitCode } from "../command-line.ts";
import { inspectCourse, sealCourse } from "@daglings/grading";

export function seal({ screen }: Call): ExitCode {
  sealCourse();
  const { course } = inspectCourse();
  screen.say(
    screen.isJson ? JSON.stringify({ course }) : `The course is sealed in kit/seal.json, as ${course}.`,
  );
  return exitCodes.fine;
}
