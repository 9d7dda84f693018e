import { UsageError } from "@daglings/words";
import type { Call } from "../command-line.ts";

export type WordsOf<Names extends readonly string[]> = { readonly [Name in keyof Names]: string };

/** The words after a command such as `dags trigger`, exactly as many as it takes. */
export function wordsOf<const Names extends readonly string[]>(
  { words }: Call,
  command: string,
  names: Names,
): WordsOf<Names> {
  const usage = ["pnpm", command, ...names].join(" ");
  const missing = names[words.length];
  if (missing !== undefined) throw new UsageError(`${missing} is missing; write ${usage}`);
  const surplus = words[names.length];
  if (surplus !== undefined) throw new UsageError(`"${surplus}" is one word too many; write ${usage}`);
  return [...words] as unknown as WordsOf<Names>;
}
