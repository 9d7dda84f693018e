// `pnpm teach export --for NAME`: what a classroom needs to hand out the course and to check what comes back.

import { join } from "node:path";
import process from "node:process";
import { UsageError } from "@daglings/engine";
import { suggest } from "@daglings/words";
import { kitFolder, writeTo, type LessonEntry } from "@daglings/stage";
import { exitCodes, userPath, type Call, type ExitCode } from "../command-line.ts";
import { shownPath } from "../desk/work-files.ts";
import { beginHistory, targets, writeTemplate } from "@daglings/grading";
import { readLessons } from "./lesson-range.ts";
import { emptyOwnFolder } from "./own-folder.ts";

export async function exportCourse(call: Call): Promise<ExitCode> {
  const name = call.text("for");
  const makeTarget = findTarget(name);
  if (call.words[0] !== undefined)
    throw new UsageError(`pnpm teach export takes flags only, no "${call.words[0]}"`);
  const lessons = lessonsOf(call.text("lessons"));
  const target = await makeTarget(lessons);
  const wanted = call.text("out");
  const out = wanted === undefined ? join(kitFolder, "runs", `export-${name}`) : userPath(wanted);
  emptyOwnFolder(out);

  await writeTemplate(join(out, target.course), lessons);
  for (const { path, text, isProgram } of target.files) {
    writeTo(join(out, path), text, isProgram ? 0o755 : 0o644);
  }
  writeTo(join(out, "README.md"), target.readme);
  const hasHistory = target.isRepository && beginHistory(join(out, target.course), "The course");
  if (target.isRepository && !hasHistory) {
    process.stderr.write(
      `git is not here: ${target.course}/ is not a repository yet; git init makes it one\n`,
    );
  }
  const shown = shownPath(out).startsWith("..") ? out : shownPath(out);
  const files = ["README.md", `${target.course}/`, ...target.files.map(({ path }) => path)];
  call.screen.say(
    call.screen.isJson
      ? JSON.stringify(
          { for: name, folder: out, lessons: lessons.map((each) => each.name), hasHistory, files },
          null,
          2,
        )
      : `${shown} has what ${name} needs, without solutions. Next: ${shown}/README.md`,
  );
  return exitCodes.fine;
}

function findTarget(name: string | undefined) {
  const names = Object.keys(targets);
  const known = names.join(", ");
  if (name === undefined) throw new UsageError(`pnpm teach export needs --for with one of ${known}`);
  const target = Object.hasOwn(targets, name) ? targets[name] : undefined;
  if (target) return target;
  throw new UsageError(`--for ${name} is unknown${suggest(name, names) || `; it is one of ${known}`}`);
}

/** Lesson 00 is given: there is nothing to find in it. */
function lessonsOf(range: string | undefined): LessonEntry[] {
  const lessons = readLessons(range);
  return range === undefined ? lessons.slice(1) : lessons;
}
