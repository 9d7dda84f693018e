// Follows an attempt: what its task says that it reads and writes, and which files change while it runs.

import { env } from "node:process";
import type { Evidence, FilesFolder, Trace } from "../lineage.ts";
import type { Declared, Operator } from "../operators/operator.ts";
import { textsIn } from "../template/texts-in.ts";
import { lookAt, lookAtNames, nameOf } from "./files.ts";

export interface Trail {
  /** Called just before the task is executed, with its rendered texts. A sensor only looks, so it is not followed. */
  readonly begin: (task: Operator, fields: object, declared: Declared | null) => void;
  readonly end: () => readonly Trace[];
}

/** Longer texts do not name a file. */
const longestText = 100_000;
const longestName = 1000;

/**
 * `files` null: nobody wants to know which files change. `mask` hides secrets, before anything is taken apart: half of
 * one is not known for what it is.
 */
export function followTraces(files: FilesFolder | null, mask: (text: string) => string): Trail {
  let end: (() => readonly Trace[]) | undefined;
  return {
    begin(task, fields, declared) {
      const said = {
        inlets: declared?.inlets.map(mask) ?? [],
        outlets: declared?.outlets.map(mask) ?? [],
      };
      if (files !== null && task.plan.sensor === null) {
        const texts = textsIn(fields).filter(({ length }) => length <= longestText);
        end = orNothing(() => follow(files, texts.map(mask), said));
      } else if (declared !== null)
        end = () => [...said.inlets.map(into), ...said.outlets.map(outOf("declared"))];
    },
    end() {
      const traces = (end && orNothing(end)) ?? [];
      return traces.map((trace) => ({ ...trace, name: mask(trace.name).slice(0, longestName) }));
    },
  };
}

/** A look that fails, where the folder of everything is gone, does not fail the task. */
function orNothing<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
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
    // A text as a whole may be a name with spaces.
    const parts = text.match(/[^\s"'`|&;<>()=,]+/g) ?? [];
    words.push(text, ...parts.filter((part) => /[./]/.test(part)));
    for (const [address, variable] of text.matchAll(/(?:https?:\/\/|\$\{?(\w+)\}?\/)[^\s"'`<>()|;\\]+/g)) {
      if (variable === undefined || /^https?:/.test(env[variable] ?? "")) addresses.add(address);
    }
  }
  return { addresses, words };
}
