// The formats that results can be printed in, by the names of those who read them.

import process from "node:process";
import { UsageError } from "@daglings/engine";
import { suggest } from "@daglings/words";
import type { Result } from "../trial/result.ts";
import { actions } from "./actions.ts";
import { classroom50 } from "./classroom50.ts";
import { gradescope } from "./gradescope.ts";
import { junit } from "./junit.ts";
import { markdown } from "./markdown.ts";

type Format = (results: readonly Result[]) => string;

const formats: Readonly<Record<string, Format>> = {
  actions,
  classroom50: (results) => classroom50(results, process.env),
  gradescope,
  junit,
  markdown,
};

export function findFormat(name: string): Format {
  const format = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (format) return format;
  const names = Object.keys(formats);
  const hint = suggest(name, names, "there are");
  throw new UsageError(`there is no format "${name}"${hint}`);
}
