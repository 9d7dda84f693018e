// Which store a command about flows works on, and its arguments: FILE:NAME, --param key=value.

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { sqliteRecord, type FlowRecord } from "@daglings/flow";
import { openRecord } from "@daglings/live";
import { kitFolder } from "@daglings/stage";
import { displayPath, UsageError } from "@daglings/words";
import { userPath, type Call } from "../command-line.ts";

export interface OpenedStore {
  readonly record: FlowRecord;
  /** A SQLite file, or the URL of a database. */
  readonly where: string;
  readonly logsFolder: string;
}

const schedulerFolder = join(kitFolder, "runs", "scheduler");

export function isUrl(where: string): boolean {
  return where.includes("://");
}

/** NORMAL: what a killed process has kept is there; only a power cut may take the last moment. */
export async function openStore(call: Call): Promise<OpenedStore> {
  const where = storeOf(call);
  const folder = isUrl(where) ? schedulerFolder : dirname(where);
  const record = isUrl(where)
    ? await openRecord({ folder, url: where })
    : sqliteRecord(where, { synchronous: "NORMAL" });
  return { record, where, logsFolder: join(folder, "logs", "flows") };
}

/** For looking: if nothing has run, nothing is created. */
export async function openExistingStore(call: Call): Promise<OpenedStore> {
  const where = storeOf(call);
  if (isUrl(where) || existsSync(where)) return await openStore(call);
  throw new UsageError(
    `${displayPath(where)}: no flow has run there; run one with pnpm flow run, or name another --store`,
  );
}

function storeOf(call: Call): string {
  const given = call.text("store");
  if (given === undefined) return join(schedulerFolder, "daglings.db");
  return isUrl(given) ? given : userPath(given);
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
