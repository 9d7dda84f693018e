// What one kind of classroom gets besides the course itself.

import { env } from "node:process";
import type { LessonEntry } from "@daglings/stage";

export interface Target {
  /** The folder of the course's copy in the export. */
  readonly course: string;
  /** Students clone it. */
  readonly isRepository: boolean;
  readonly files: readonly TargetFile[];
  /** For the teacher: what to do next. */
  readonly readme: string;
}

interface TargetFile {
  readonly path: string;
  readonly text: string;
  readonly isProgram?: boolean;
}

/** "pnpm@12.21.0": the version that runs this, for it can read the lock file. */
export function pinnedPnpm(): string {
  const [, version = "12"] = /pnpm\/(\d+\.\d+\.\d+)/.exec(env["npm_config_user_agent"] ?? "") ?? [];
  return `pnpm@${version}`;
}

/** `--lesson 08`, or `--lessons 01-08`: as `pnpm teach grade` takes it. */
export function lessonFlag(lessons: readonly LessonEntry[]): string {
  const [first, last] = [lessons[0]?.number ?? "", lessons.at(-1)?.number ?? ""];
  return first === last ? `--lesson ${first}` : `--lessons ${first}-${last}`;
}

export const aboutHonesty = `Anyone who can edit the copy can edit the checks in it. Each result says whether engine and checks are as they were
(\`integrity\`); marks that count are best given by \`pnpm teach grade\` with your own copy of the course.
`;
