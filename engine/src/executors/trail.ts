// Follows an attempt: what its task says that it reads and writes, and which files change while it runs.

import { env } from "node:process";
import type { Evidence, FilesFolder, Trace } from "../lineage.ts";
import type { Declared, Operator } from "../operators/operator.ts";
import { textsIn } from "../template/texts-in.ts";
import { lookAt, lookAtNames, nameOf } from "./files.ts";

export interface Trail {
  /** Called just before the task is executed, with its rendered texts. A sensor only looks, so it is not followed. */
  readonly begin: (task: Operator, fields: object, declared: Declared | null) => void;
  /** `mask` hides secrets. */
  readonly end: (mask: (text: string) => string) => readonly Trace[];
}

/** Longer texts do not name a file. */
const longestText = 100_000;
const longestName = 1000;

/** `files` null: nobody wants to know which files change. */
export function followTraces(files: FilesFolder | null): Trail {
  let end: (() => readonly Trace[]) | undefined;
  return {
    begin(task, fields, declared) {
      const said = declared ?? { inlets: [], outlets: [] };
      if (files !== null && task.plan.sensor === null) end = follow(files, textsIn(fields), said);
      else if (declared !== null)
        end = () => [...said.inlets.map(into), ...said.outlets.map(outOf("declared"))];
    },
    end(mask) {
      const traces = end?.() ?? [];
      return traces.map((trace) => ({ ...trace, name: mask(trace.name).slice(0, longestName) }));
    },
  };
}

function follow(files: FilesFolder, texts: readonly string[], said: Declared): () => readonly Trace[] {
  const { addresses, words } = namesIn(texts);
  const inlets = new Set(said.inlets.map(nameOf));
  const outlets = new Set(said.outlets.map(nameOf));
  const named = new Set(words.map(nameOf));
  const these = () => lookAtNames(files, [...named, ...inlets, ...outlets]);
  const all = lookAt(files);
  const before = all ?? these();
  return () => {
    const after = (all && lookAt(files)) ?? these();
    const written = [...after.keys()].filter((name) => after.get(name) !== before.get(name));
    const isWritten = new Set(written);
    const isSaid = (name: string) => inlets.has(name) || outlets.has(name) || isWritten.has(name);
    const read = [...named].filter((name) => before.has(name));
    return [
      ...[...inlets].map(into),
      ...[...addresses, ...read].filter((name) => !isSaid(name)).map(outside),
      ...written.map((name) => outOf(named.has(name) || outlets.has(name) ? "written" : "perhaps")(name)),
      ...[...outlets].filter((name) => !isWritten.has(name)).map(outOf("declared")),
    ];
  };
}

const into = (name: string): Trace => ({ direction: "in", name, how: "declared" });
const outside = (name: string): Trace => ({ direction: "in", name, how: "named" });
const outOf =
  (how: Evidence) =>
  (name: string): Trace => ({ direction: "out", name, how });

/** The addresses in these texts, and the words that may be names of files. */
function namesIn(texts: readonly string[]): {
  readonly addresses: ReadonlySet<string>;
  readonly words: string[];
} {
  const addresses = new Set<string>();
  const words: string[] = [];
  for (const text of texts) {
    if (text.length > longestText) continue;
    // A text as a whole may be a name with spaces.
    words.push(text, ...(text.match(/[^\s"'`|&;<>()=,]*[./][^\s"'`|&;<>()=,]*/g) ?? []));
    for (const [address, variable] of text.matchAll(/(?:https?:\/\/|\$\{?(\w+)\}?\/)[^\s"'`<>()|;\\]+/g)) {
      if (variable === undefined || /^https?:/.test(env[variable] ?? "")) addresses.add(address);
    }
  }
  return { addresses, words };
}
