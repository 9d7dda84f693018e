// Loads DAGs from the files that define them.

import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { resolve } from "node:path";
import { env } from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { displayPath, lineIn, UsageError } from "@daglings/words";
import { DAG } from "./dag.ts";
import { asError } from "./errors.ts";
import { describeMissing } from "./missing-import.ts";
import { airflowVariable } from "./schedule/airflow.ts";

const engine = new URL("./index.ts", import.meta.url).href;

/** What a file's importers are given, by its address, whatever the file itself says now. */
const given = new Map<string, string>();
const sources = new WeakMap<DAG, string>();

// A DAG's file may be anywhere, even where no package is installed, and always gets this engine.
registerHooks({
  resolve(specifier, context, next) {
    if (specifier === "@daglings/engine") return { url: engine, shortCircuit: true };
    return given.has(specifier) ? { url: specifier, shortCircuit: true } : next(specifier, context);
  },
  load(url, context, next) {
    const source = given.get(url);
    if (source === undefined) return next(url, context);
    return { format: isTypeScript(url) ? "module-typescript" : "module", source, shortCircuit: true };
  },
});

function isTypeScript(url: string): boolean {
  return /\.m?ts$/.test(new URL(url).pathname);
}

/** The DAG that a file exports by default. */
export async function loadDag(file: string, options: LoadOptions = {}): Promise<DAG> {
  const path = resolve(file);
  const exported = await importFile(path, options);
  if (exported["default"] instanceof DAG) return exported["default"];
  // Node takes a file without any import or export for a CommonJS module, which has a default export of its own.
  const isOther = "default" in exported && !("module.exports" in exported);
  const found = isOther ? "exports something other than a DAG by default" : "exports no DAG";
  throw new UsageError(`${displayPath(path)}: ${found}; end it with: export default dag;`);
}

/** All DAGs of a file that exports one by default, with that one last. */
export async function loadMainLast(file: string, options: LoadOptions = {}): Promise<DAG[]> {
  const main = await loadDag(file, options);
  const all = await loadDags(file, options);
  return [...all.filter((dag) => dag !== main), main];
}

interface LoadOptions {
  readonly version?: number;
  /** Load this text, as if the file said so. */
  readonly source?: string | undefined;
}

/**
 * Every DAG that a file exports, under any name. Node loads a file once: to get its current contents, give another
 * `version` each time. The files that it imports are not loaded again.
 */
export async function loadDags(file: string, options: LoadOptions = {}): Promise<DAG[]> {
  return dagsIn(await importFile(resolve(file), options));
}

/** What a DAG's file said when it was loaded; undefined if it was not loaded from one, or not as an ES module. */
export function sourceOf(dag: DAG): string | undefined {
  return sources.get(dag);
}

function dagsIn(exported: Record<string, unknown>): DAG[] {
  return [...new Set(Object.values(exported))].filter((value) => value instanceof DAG);
}

async function importFile(
  path: string,
  { version, source }: LoadOptions = {},
): Promise<Record<string, unknown>> {
  const address = addressOf(path, version);
  const text = source ?? textOf(path);
  if (source !== undefined) given.set(address, source);
  try {
    const exported = (await import(address)) as Record<string, unknown>;
    // Node may have loaded it before: then what it said at that time counts.
    const news = "module.exports" in exported ? [] : dagsIn(exported).filter((dag) => !sources.has(dag));
    for (const dag of news) sources.set(dag, text);
    return exported;
  } catch (thrown) {
    const error = asError(thrown);
    if (error instanceof UsageError) throw error;
    throw new UsageError(describe(path, error), { cause: error });
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new UsageError(`${displayPath(path)}: there is no such file; check the path`, { cause });
  }
}

/** Node loads an address once, but with another Airflow a file makes another DAG. */
function addressOf(path: string, version: number | undefined): string {
  const airflow = env[airflowVariable];
  const query = new URLSearchParams({
    ...(version !== undefined && { version: String(version) }),
    ...(airflow !== undefined && { airflow }),
  });
  return pathToFileURL(path).href + (query.size === 0 ? "" : `?${query.toString()}`);
}

function describe(path: string, error: Error): string {
  // When a file does not parse, Node writes its name and line in front of the stack.
  const [, file, line] = /^(\S.*):(\d+)\n/.exec(error.stack ?? "") ?? [];
  if (error instanceof SyntaxError && file !== undefined) {
    const place = displayPath(file.startsWith("file:") ? fileURLToPath(file) : file);
    if (isUnlinked(error)) return `${place}:${line}: ${error.message.trim()}; import what is there`;
    return `${place}:${line}: does not parse: ${error.message.trim()}; mend that line`;
  }
  const missing = describeMissing(error);
  if (missing !== undefined) return missing;
  return `${lineIn(path, error) ?? displayPath(path)}: fails while it is loaded: ${error.message}`;
}

/** The file is in order, but it imports a name that another one does not export. */
function isUnlinked({ message }: SyntaxError): boolean {
  return message.includes("does not provide an export");
}
