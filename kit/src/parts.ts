// A command that has commands of its own: `pnpm teach grade`, `pnpm dags trigger`. Each is loaded when it is called.

import type { ParseArgsOptionsConfig } from "node:util";
import { suggest, UsageError } from "@daglings/words";
import type { Call, Command, ExitCode } from "./command-line.ts";

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

export function commandOf({ name, help, parts, common = {} }: PartsOptions): Command {
  const all = Object.values(parts).map(({ options }) => options);
  return {
    help,
    options: Object.assign({}, common, ...all) as ParseArgsOptionsConfig,
    async run(call) {
      const [word, ...words] = call.words;
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
      return (await part.load())({ ...call, words });
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
