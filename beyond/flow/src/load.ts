// Loads a flow from its file, by the name under which the file exports it.

import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { asError } from "@daglings/engine";
import { displayPath, suggest, UsageError } from "@daglings/words";
import { bodyOf } from "./body.ts";

interface FlowPlace {
  readonly file: string;
  readonly name: string;
}

export async function loadFlow({ file, name }: FlowPlace): Promise<unknown> {
  const place = displayPath(file);
  if (!existsSync(file)) throw new UsageError(`${place}: there is no such file; write FILE:NAME`);
  let exported: Record<string, unknown>;
  try {
    exported = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  } catch (cause) {
    const error = asError(cause);
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${place}: cannot be loaded: ${error.message}`, { cause });
  }
  const flows = Object.keys(exported).filter((each) => bodyOf(exported[each]) !== null);
  const found = flows.find((each) => each === name || bodyOf(exported[each])?.name === name);
  if (found !== undefined) return exported[found];
  const advice = "; write export const myFlow = flow(…)";
  const hint = flows.length > 0 ? suggest(name, flows, "its flows are") : advice;
  throw new UsageError(`${place}: exports no flow "${name}"${hint}`);
}
