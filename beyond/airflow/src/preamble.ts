// The Python code that carries out a task: the same in every exported file.

import { readFileSync } from "node:fs";

const text = readFileSync(new URL("preamble.py", import.meta.url), "utf8").replaceAll("\r\n", "\n");
const [, imports = "", functions = ""] = /^([^]*?)\n# Here .*\n\n([^]*)$/.exec(text) ?? [];

export const preamble = { imports, functions };

/** What it imports from Airflow. */
export const usedByPreamble = [
  "AirflowException",
  "AirflowFailException",
  "AirflowSkipException",
  "DAG",
  "PokeReturnValue",
] as const;

/** Names that no task may take, because an exported file has them for other things. */
export const namesOfPreamble: readonly string[] = [
  "dag",
  ...[...imports.matchAll(/import (\w+)/g), ...functions.matchAll(/^(?:def )?(\w+)/gm)].map(
    ([, name = ""]) => name,
  ),
];
