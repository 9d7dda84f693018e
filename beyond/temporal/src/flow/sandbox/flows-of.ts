// `flow` and `task` as a file with flows imports them in the sandbox. A task is called on whichever worker takes it.

import { flow, task } from "@daglings/flow";
import { suggest, UsageError } from "@daglings/words";
import type { Place } from "../messages.ts";
import { absent, isStillLoading } from "./absent.ts";
import { bundledFiles } from "./bundled-files.ts";
import { callTask } from "./call-task.ts";

type Options = { readonly name?: string; readonly maxWorkers?: number };
type FlowFn = (...parameters: [] | [parameters: object]) => unknown;

/** Each step of a workflow has a time limit, and a server refuses one with more than 2,000 activities under way. */
const mostAtOnce = 200;

const flows = new Map<string, Map<string, unknown>>();

/** `names`: those that the file's own lines give, in their order. Here the lines cannot be read. */
export function flowsOf(file: string, names: readonly string[]) {
  const left = [...names];
  const own = new Map<string, unknown>();
  flows.set(file, own);
  const nameOf = (word: string, given: string | undefined, fn: { readonly name: string }) => {
    const name = given ?? (fn.name || (isStillLoading() ? left.shift() : undefined));
    if (name !== undefined) return name;
    throw new UsageError(`a ${word} of ${file} has no name; write ${word}(…, { name: "myName" })`);
  };
  return {
    flow(fn: FlowFn, options: Options = {}) {
      const name = nameOf("flow", options.name, fn);
      const maxWorkers = Math.min(options.maxWorkers ?? mostAtOnce, mostAtOnce);
      const made: unknown = flow(fn, { ...options, name, maxWorkers });
      own.set(name, made);
      return made;
    },
    task(fn: { readonly name: string }, options: Options = {}) {
      const name = nameOf("task", options.name, fn);
      if (!isStillLoading()) {
        throw new UsageError(
          `task "${name}" is made while its flow runs; on Temporal, make it at the top of ${file}, where all workers find it`,
        );
      }
      return task((...values: unknown[]) => callTask({ file, name }, values), { ...options, name });
    },
    // These differ from worker to worker.
    variable: absent("@daglings/flow", { path: "variable" }),
    connection: absent("@daglings/flow", { path: "connection" }),
  };
}

export async function flowAt({ file, name }: Place): Promise<unknown> {
  const load = bundledFiles[file];
  if (!load) {
    throw new UsageError(
      `this worker has no file ${file}${suggest(file, Object.keys(bundledFiles), "it has")}`,
    );
  }
  await load();
  const found = flows.get(file)?.get(name);
  if (found !== undefined) return found;
  const names = [...(flows.get(file)?.keys() ?? [])];
  throw new UsageError(`${file} has no flow "${name}"${suggest(name, names, "its flows are")}`);
}
