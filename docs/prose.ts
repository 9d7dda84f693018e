// What is written for people: pages, comments, and the texts of messages. Code is blanked out, so that lines keep their
// numbers.

import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./house.ts";

/** Not ours to edit: tables that another program wrote, other engines, and what a student or a run leaves behind. */
const exclude = [
  "**/node_modules/**",
  "**/golden/**",
  "bench/peers/**",
  "classroom/page/dist/**",
  "coverage/**",
  "runs/**",
  "work/**",
];

export interface Line {
  /** `engine/src/dag.ts:12` */
  readonly place: string;
  readonly text: string;
  readonly kind: "page" | "comment" | "text";
}

export function readProse(): Line[] {
  const files = globSync(["**/*.{ts,tsx,js,md}", ".github/**/*.md"], { cwd: root, exclude });
  return files
    .map((file) => file.replaceAll("\\", "/"))
    .toSorted()
    .flatMap((file) => {
      const text = readFileSync(join(root, file), "utf8");
      const parts = file.endsWith(".md") ? { page: proseOfPage(text) } : proseOfCode(text);
      return Object.entries(parts).flatMap(([kind, prose]) => linesOf(file, kind as Line["kind"], prose));
    });
}

function linesOf(file: string, kind: Line["kind"], prose: string): Line[] {
  return prose.split("\n").flatMap((line, index) => {
    const text = line.trim();
    return text === "" ? [] : [{ place: `${file}:${index + 1}`, text, kind }];
  });
}

/** Without code and addresses. */
export function proseOfPage(text: string): string {
  return blank(text, [/```.*?```/gs, /`[^`\n]*`/g, /\]\([^)\n]*\)/g, /https?:\S+/g, /<[^>\n]*>/g]);
}

/** Its comments, and its texts of more than one word. */
export function proseOfCode(text: string): { comment: string; text: string } {
  const comment = /\/\*.*?\*\/|\/\/[^\n]*/s;
  const quoted = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/s;
  const pattern = /\/(?![*/ ])(?:[^/\\\n[]|\\.|\[[^\]\n]*\])+\//;
  const token = new RegExp([comment, quoted, pattern].map(({ source }) => source).join("|"), "gs");
  let end = 0;
  const prose = { comment: "", text: "" };
  for (const { 0: found, index } of text.matchAll(token)) {
    const isComment = /^\/[/*]/.test(found);
    const isText = /^["'`]/.test(found) && found.includes(" ");
    const between = blankAll(text.slice(end, index));
    prose.comment += between + (isComment ? blank(found, [/`[^`\n]*`/g, /https?:\S+/g]) : blankAll(found));
    prose.text += between + (isText ? blank(found, [/\$\{[^}\n]*\}/g, /\\./g]) : blankAll(found));
    end = index + found.length;
  }
  return prose;
}

function blank(text: string, patterns: readonly RegExp[]): string {
  return patterns.reduce((left, pattern) => left.replace(pattern, blankAll), text);
}

function blankAll(text: string): string {
  return text.replaceAll(/[^\n]/g, " ");
}
