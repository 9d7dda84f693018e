// A command that has commands of its own: `pnpm teach grade`, `pnpm dags trigger`. Each is loaded when it is called.

import type { ParseArgsOptionsConfig } from "node:util";
import { suggest, UsageError } from "@daglings/words";
import { callWith, type Call, type Command, type ExitCode } from "./command-line.ts";

export interface Part {
  readonly options: ParseArgsOptionsConfig;
  readonly load: () => Promise<(call: Call) => ExitCode | Promise<ExitCode>>;
}

export interface PartsOptions {
  /** `teach` */
  readonly name: string;
  readonly help: string;
  readonly parts: Readonly<Record<string, Part>>;
  /** Flags that each part has. */
  readonly common?: ParseArgsOptionsConfig;
}

export interface CommandOfParts extends Command {
  /** The part that a call is for, without running it. Throws a UsageError if there is none, or if it lacks a flag. */
  readonly choose: (call: Pick<Call, "words" | "isSet" | "texts">) => Part;
}

export function commandOf({ name, help, parts, common = {} }: PartsOptions): CommandOfParts {
  const all = Object.values(parts).map(({ options }) => options);
  return {
    help,
    options: Object.assign({}, common, ...all) as ParseArgsOptionsConfig,
    choose(call) {
      const [word] = call.words;
      const part = findPart(name, parts, word);
      const foreign = Object.keys(this.options).find(
        (flag) =>
          !(flag in part.options) && !(flag in common) && (call.isSet(flag) || call.texts(flag).length > 0),
      );
      if (foreign !== undefined) {
        throw new UsageError(
          `pnpm ${name} ${word} has no flag --${foreign}; pnpm ${name} --help shows what there is`,
        );
      }
      return part;
    },
    async run(call) {
      const part = this.choose(call);
      return (await part.load())(callWith(call, { words: call.words.slice(1) }));
    },
  };
}

function findPart(name: string, parts: Readonly<Record<string, Part>>, word: string | undefined): Part {
  const names = Object.keys(parts);
  if (word === undefined) throw new UsageError(`pnpm ${name} needs one of ${names.join(", ")}; see --help`);
  const part = Object.hasOwn(parts, word) ? parts[word] : undefined;
  if (part) return part;
  throw new UsageError(`pnpm ${name} has no "${word}"${suggest(word, names, "it has")}`);
}
