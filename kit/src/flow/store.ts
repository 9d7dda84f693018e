// Which store a command about flows works on, and its arguments: FILE:NAME, --param key=value.

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { sqliteRecord, type FlowRecord } from "@daglings/flow";
import { kitFolder } from "@daglings/stage";
import { displayPath, UsageError } from "@daglings/words";
import { userPath, type Call } from "../command-line.ts";

export interface OpenedStore {
  readonly record: FlowRecord;
  readonly file: string;
  readonly logsFolder: string;
}

/** NORMAL: what a killed process has kept is there; only a power cut may take the last moment. */
export function openStore(call: Call): OpenedStore {
  const file = storeFile(call);
  return {
    record: sqliteRecord(file, { synchronous: "NORMAL" }),
    file,
    logsFolder: join(dirname(file), "logs", "flows"),
  };
}

/** For looking: if nothing has run, nothing is created. */
export function openExistingStore(call: Call): OpenedStore {
  const file = storeFile(call);
  if (existsSync(file)) return openStore(call);
  throw new UsageError(
    `${displayPath(file)}: no flow has run there; run one with pnpm flow run, or name another --store`,
  );
}

function storeFile(call: Call): string {
  const given = call.text("store");
  return given === undefined ? join(kitFolder, "runs", "scheduler", "daglings.db") : userPath(given);
}

export function onlyOne({ words }: Call, usage: string): string {
  const [word, surplus] = words;
  if (word !== undefined && surplus === undefined) return word;
  throw new UsageError(
    word === undefined
      ? `a word is missing; write ${usage}`
      : `"${surplus}" is one word too many; write ${usage}`,
  );
}

/** On Windows a path may begin with a letter and a colon. */
export function flowPlace(word: string): { readonly file: string; readonly name: string } {
  const colon = word.lastIndexOf(":");
  const [file, name] = [word.slice(0, colon), word.slice(colon + 1)];
  if (colon > 1 && name !== "") return { file: userPath(file), name };
  throw new UsageError(`"${word}" names no flow; write FILE:NAME, as in pipelines/stats.ts:pipeline`);
}

export function parametersOf(call: Call): Readonly<Record<string, unknown>> {
  const entries = call.texts("param").map((given) => {
    const equals = given.indexOf("=");
    if (equals < 1) throw new UsageError(`--param ${given} is not a parameter; write --param key=value`);
    return [given.slice(0, equals), valueOf(given.slice(equals + 1))];
  });
  return Object.fromEntries(entries) as Readonly<Record<string, unknown>>;
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
