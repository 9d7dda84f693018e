// The commands that pages tell a reader to type, and those that a lesson's own texts name.

import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { listLessons, readLesson } from "@daglings/stage";
import { root } from "./house.ts";

export interface TypedCommand {
  /** `README.md:12` */
  readonly place: string;
  /** `pnpm lesson 08 --variant fixed-input`, or `air-executor queue …` as a task calls it. */
  readonly text: string;
}

const pages = [
  "*.md",
  "docs/*.md",
  ".github/**/*.md",
  "*/README.md",
  "lessons/*/README.md",
  "beyond/*/README.md",
];

export function commandsOnPages(): TypedCommand[] {
  return globSync(pages, { cwd: root, exclude: ["**/node_modules/**"] }).flatMap((page) =>
    commandsIn(readFileSync(join(root, page), "utf8")).map(({ line, text }) => ({
      place: `${page.replaceAll("\\", "/")}:${line}`,
      text,
    })),
  );
}

export async function commandsOfLessons(): Promise<TypedCommand[]> {
  const all = listLessons().map(async (entry) => {
    const { look, experiment } = await readLesson(entry);
    return [...look, experiment].flatMap((said) =>
      [...said.matchAll(/(?:^|; )(pnpm [^:;]+?(?:T\d\d:\d\d[^:;]*)?)(?=:|;| shows| beside|$)/g)].map(
        ([, text = ""]) => ({
          place: `lessons/${entry.name}/lesson.ts`,
          text,
        }),
      ),
    );
  });
  return (await Promise.all(all)).flat();
}

const command = /^(?:npx -y )?((?:pnpm|air-executor) .*)$/;

/** Set as code in the text, or in a block for a shell: a line of a block may hold several, and end with a comment. */
export function commandsIn(page: string): { readonly line: number; readonly text: string }[] {
  let isShell: boolean | null = null;
  return page.split("\n").flatMap((line, index) => {
    const [, fence] = /^\s*```(\w*)/.exec(line) ?? [];
    if (fence !== undefined) {
      isShell = isShell === null ? ["", "sh", "text"].includes(fence) : null;
      return [];
    }
    if (isShell === false) return [];
    const parts =
      isShell === true
        ? line.split(/; |\||"while|&& /)
        : [...line.matchAll(/`([^`]+)`/g)].map(([, span = ""]) => span);
    return parts.flatMap((part) => {
      const [, text = ""] = command.exec(part.trim().replace(/^(?:do|while|sleep \S+;) /, "")) ?? [];
      return text === "" ? [] : [{ line: index + 1, text: text.replace(/ {2,}.*| #.*/, "").trim() }];
    });
  });
}

/** As a shell splits it, without its variables. */
export function wordsOf(text: string): string[] {
  const words = text.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  return words.map((word) => word.replaceAll(/["']/g, ""));
}
