// For tests: what the README of a lesson says, so that it can be compared with what there is.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { LessonEntry } from "./catalogue.ts";

export interface Readme {
  readonly text: string;
  /** By their headings. */
  readonly sections: ReadonlyMap<string, string>;
  /** What is said of each variant, by its name. */
  readonly variants: ReadonlyMap<string, string>;
}

export function readReadme({ folder }: LessonEntry): Readme {
  const text = readFileSync(join(folder, "README.md"), "utf8");
  const sections = new Map(
    text.split(/^## /m).map((section) => {
      const [heading = "", ...lines] = section.split("\n");
      return [heading, lines.join("\n")] as const;
    }),
  );
  const wrong = sections.get("What goes wrong if") ?? "";
  const variants = [
    ...wrong.matchAll(/^- `pnpm lesson \d\d --variant ([\w-]+)`([^]*?)(?=^- |(?![^]))/gm),
  ].map(([, name = "", about = ""]) => [name, about] as const);
  return { text, sections, variants: new Map(variants) };
}

/** The text between the fences of a language. */
export function fencesIn(text: string, language: string): string[] {
  return [...text.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].flatMap(([, name, content = ""]) =>
    name === language ? [content] : [],
  );
}

export interface NamedPath {
  readonly path: string;
  /** A README says of some files that there are none: "no `data/stats.csv`". */
  readonly isThere: boolean;
}

/** The paths in a folder of runs that are named as code: `data/stats.csv`, `mailbox/list.json`. */
export function pathsIn(text: string): NamedPath[] {
  const spans = text.matchAll(/(\bno\s+)?`((?:runs|data|logs|mailbox)\/[^`]+)`/g);
  return [...spans].map(([, no, path = ""]) => ({ path, isThere: no === undefined }));
}

/** A path is one of a file or of a folder. */
export function isLeft(left: Readonly<Record<string, string>>, path: string): boolean {
  return Object.keys(left).some((each) => each === path || each.startsWith(`${path}/`));
}
