// `pnpm progress`: how far a student has come.

import { listLessons, readLesson } from "@daglings/stage";
import { exitCodes, noWord, type Command } from "../command-line.ts";
import { readProgress, type LessonProgress } from "../desk/progress.ts";
import { hasBegun, versionOf, workFile } from "../desk/work-files.ts";
import { alignColumns } from "../show/table.ts";

const help = `pnpm progress

How far you have come, lesson by lesson, as the last checks have found it. pnpm
check --all looks again.
`;

export const progress: Command = {
  help,
  options: {},
  async run(call) {
    noWord(call, "progress");
    const { screen } = call;
    const { current, lessons } = readProgress();
    const entries = await Promise.all(
      listLessons().map(async (entry) => {
        const known = lessons[entry.name];
        const isChanged =
          known !== undefined && hasBegun(entry) && known.version !== versionOf(workFile(entry));
        const { title } = await readLesson(entry);
        const state = hasBegun(entry) ? statusText(known, isChanged) : "not started";
        return { lesson: entry.name, title, state, passed: known?.passed ?? 0, of: known?.of ?? 0 };
      }),
    );
    if (screen.isJson) {
      screen.say(JSON.stringify(entries, null, 2));
      return exitCodes.fine;
    }
    const rows = entries.map(({ lesson, title, state, passed, of }) => [
      lesson,
      of === 0 ? "" : `${passed} of ${of}`,
      state,
      title,
    ]);
    const lines = screen.isPlain ? rows.map((row) => row.filter(Boolean).join(": ")) : alignColumns(rows);
    const done = entries.filter(({ state }) => state === "done").length;
    const next = nextOf(entries, current);
    const number = next?.lesson.slice(0, 2) ?? "";
    const what = next?.state === "not started" ? `pnpm start ${number}` : `pnpm check ${number}`;
    screen.say(
      [...lines, "", `${done} of ${entries.length} lessons done.${next ? ` Next: ${what}` : ""}`].join("\n"),
    );
    return exitCodes.fine;
  },
};

interface Row {
  readonly lesson: string;
  readonly state: string;
}

/** The lesson under way; otherwise the first one after it that is not done; otherwise the first of all. */
function nextOf(rows: readonly Row[], current: string | null): Row | undefined {
  const at = Math.max(
    0,
    rows.findIndex(({ lesson }) => lesson === current),
  );
  return [...rows.slice(at), ...rows].find(({ state }) => state !== "done");
}

function statusText(known: LessonProgress | undefined, isChanged: boolean): string {
  if (!known || known.of === 0) return "started";
  if (known.status === "again") return "needs another look";
  return isChanged ? `${known.status}, changed since the last check` : known.status;
}
