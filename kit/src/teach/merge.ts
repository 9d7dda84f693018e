// Carries a change through the lessons that come after: three-way merges by git, all in memory.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EnvironmentError } from "@daglings/engine";
import { diffLines } from "diff";
import { findProgram, howToInstall } from "@daglings/stage";

export interface Step {
  readonly name: string;
  readonly text: string;
}

export type Merged =
  | { readonly type: "changed"; readonly name: string; readonly text: string }
  /** Neighbouring lines were changed on both sides: the merge fits word by word only, and needs a look. */
  | { readonly type: "changed by words"; readonly name: string; readonly text: string }
  | { readonly type: "unchanged"; readonly name: string }
  /** It has little in common with the previous lesson: what was mended there is not in it. */
  | { readonly type: "begins anew"; readonly name: string }
  | { readonly type: "conflict"; readonly name: string; readonly text: string };

/** `base`: the lesson as it was; `mended`: as it will be. Ends after the first conflict, or when a lesson starts afresh. */
export function carry(base: Step, mended: string, later: readonly Step[]): Merged[] {
  const merged: Merged[] = [];
  let before = base.text;
  for (const { name, text } of later) {
    if (!isAlike(before, text)) return [...merged, { type: "begins anew", name }];
    before = text;
    const one = mergeOne({ base: base.text, ours: text, theirs: mended }, name, base.name);
    merged.push(one);
    if (one.type === "conflict") break;
  }
  return merged;
}

function mergeOne(texts: Texts, name: string, baseName: string): Merged {
  const result = mergeTexts(texts, name, baseName);
  if (result.conflicts === 0) {
    return result.text === texts.ours
      ? { type: "unchanged", name }
      : { type: "changed", name, text: result.text };
  }
  const { base, ours, theirs } = texts;
  const words = { base: wordLines(base), ours: wordLines(ours), theirs: wordLines(theirs) };
  const finer = mergeTexts(words, name, baseName);
  if (finer.conflicts > 0) return { type: "conflict", name, text: result.text };
  return { type: "changed by words", name, text: textOfWords(finer.text) };
}

/** Each word, gap and sign on a line of its own: git merges lines. */
function wordLines(text: string): string {
  const words = text.match(/\w+|\s+|[^\w\s]/g) ?? [];
  return words.map((word) => `${JSON.stringify(word)}\n`).join("");
}

function textOfWords(lines: string): string {
  const words = lines.split("\n").filter(Boolean);
  return words.map((word) => JSON.parse(word) as string).join("");
}

/** At least half of the lines of the two are common to both. */
export function isAlike(one: string, other: string): boolean {
  const parts = diffLines(one, other);
  const sum = (isMeant: (part: (typeof parts)[number]) => boolean) =>
    parts.filter(isMeant).reduce((all, { count }) => all + count, 0);
  const common = 2 * sum(({ added, removed }) => !added && !removed);
  return common >= sum(({ added, removed }) => added || removed);
}

interface Texts {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

function mergeTexts({ base, ours, theirs }: Texts, ourName: string, baseName: string) {
  const git = findProgram("git");
  if (git === null) {
    throw new EnvironmentError(`pnpm teach propagate needs git to merge; ${howToInstall(["git"])}`);
  }
  const folder = mkdtempSync(join(tmpdir(), "daglings-merge-"));
  try {
    for (const [name, text] of Object.entries({ base, ours, theirs }))
      writeFileSync(join(folder, name), text);
    const labels = ["-L", ourName, "-L", `${baseName} as it was`, "-L", `${baseName} mended`];
    const options = { cwd: folder, encoding: "utf8" } as const;
    const ended = spawnSync(
      git,
      ["merge-file", "-p", "--diff3", ...labels, "ours", "base", "theirs"],
      options,
    );
    // It returns the number of conflicts; 255 means that it has failed.
    if (ended.status === null || ended.status > 127) {
      throw new EnvironmentError(`git merge-file has failed: ${ended.stderr.trim()}`);
    }
    return { text: ended.stdout, conflicts: ended.status };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
