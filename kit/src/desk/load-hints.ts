// Hints for a file that cannot be loaded: they fit what is wrong with it, while those of a check would tell how to write
// a DAG. Pure.

type Ladder = readonly [string, string, string];

const kinds: readonly (readonly [RegExp, where: string, almost: string])[] = [
  [
    /does not parse/,
    "Look at the end of the line before it, too: mostly a comma, a bracket or a quotation mark is missing, or there is one too many.",
    "Count the brackets: each ( [ { and ` that opens must close. An editor with TypeScript shows the pair of each.",
  ],
  [
    /is not defined/,
    "A name can be used only below the line that makes it: by const, by function, or by import.",
    'The name is misspelt, or its import is missing: import { BashOperator, DAG } from "@daglings/engine";',
  ],
  [
    /imports |does not provide an export/,
    "Look at the import in that line: the name in the braces, and the text after from.",
    "A file can import Node's own modules (node:fs), arquero, @daglings/engine, @daglings/lessons, and files beside it by their whole name: ./help.ts.",
  ],
  [
    /option "|is missing/,
    "Each operator has options of its own, and all of them have those of a task. An editor lists them while you type.",
    "Compare the options with those of the lesson before: an operator takes one object with dag, taskId, and what it is to do.",
  ],
];

const otherwise = [
  "All code outside a callable runs when the file is loaded, before there is any run.",
  "What a run does belongs in the callable of a task, and what the DAG is belongs outside it.",
] as const;

/** `error` begins with the place. Null: no DAG is exported, and the check itself knows more about that. */
export function loadHints(error: string): Ladder | null {
  if (/: exports (no DAG|something else)/.test(error)) return null;
  const [, where, almost] = kinds.find(([pattern]) => pattern.test(error)) ?? [null, ...otherwise];
  return [
    `The file cannot be loaded, so nothing was tried out. What does this tell you?\n${error}`,
    where,
    almost,
  ];
}
