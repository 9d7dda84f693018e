// Python's way to call: each parameter by position or by name.

import { suggest } from "@daglings/words";
import { PythonError } from "./python-error.ts";
import { Callable, type Call } from "./values.ts";

/**
 * The names of parameters: `sep?` may be left out, and is then undefined. After a leading `/` all go by position only,
 * after `*` by name only.
 */
export type Signature = string;

interface Parameter {
  readonly name: string;
  readonly isOptional: boolean;
  readonly byPosition: boolean;
  readonly byName: boolean;
}

const parsed = new Map<Signature, readonly Parameter[]>();

function parametersOf(signature: Signature): readonly Parameter[] {
  const known = parsed.get(signature);
  if (known) return known;
  const words = signature.split(/,? +/).filter((word) => word !== "");
  const byName = words[0] !== "/";
  const star = words.indexOf("*");
  const parameters = words.flatMap((word, index): Parameter[] => {
    if (word === "/" || word === "*") return [];
    return [
      {
        name: word.replace("?", ""),
        isOptional: word.endsWith("?"),
        byPosition: star === -1 || index < star,
        byName,
      },
    ];
  });
  parsed.set(signature, parameters);
  return parameters;
}

/** The arguments in the order of the parameters. */
export function bind(name: string, signature: Signature, { positional, named }: Call): unknown[] {
  const parameters = parametersOf(signature);
  const open = parameters.filter((parameter) => parameter.byPosition);
  if (positional.length > open.length) {
    const most =
      open.length === 0 ? "no arguments" : `at most ${open.length} argument${open.length === 1 ? "" : "s"}`;
    throw new PythonError(`${name} takes ${most}, not ${positional.length}`);
  }
  for (const key of named.keys()) {
    const index = parameters.findIndex((parameter) => parameter.byName && parameter.name === key);
    if (index === -1) {
      const known = parameters.filter((parameter) => parameter.byName).map((parameter) => parameter.name);
      throw new PythonError(`${name} has no argument "${key}"${suggest(key, known)}`);
    }
    if (index < positional.length) throw new PythonError(`${name} gets the argument "${key}" twice`);
  }
  return parameters.map((parameter, index) => {
    if (parameter.byPosition && index < positional.length) return positional[index];
    if (parameter.byName && named.has(parameter.name)) return named.get(parameter.name);
    if (!parameter.isOptional) throw new PythonError(`${name} needs the argument "${parameter.name}"`);
    return undefined;
  });
}

export function callable(name: string, signature: Signature, run: (...args: unknown[]) => unknown): Callable {
  return new Callable(name, (call) => run(...bind(name, signature, call)));
}

/** Methods by name: a signature, and what it does with the value and its arguments; if it takes any arguments, the function alone. */
export type Methods<T> = Readonly<
  Record<
    string,
    readonly [Signature, (self: T, ...args: unknown[]) => unknown] | ((self: T, call: Call) => unknown)
  >
>;

export function methodOf<T>(methods: Methods<T>, self: T, name: string): Callable | undefined {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (!method) return undefined;
  if (typeof method === "function") return new Callable(name, (call) => method(self, call));
  const [signature, run] = method;
  return new Callable(name, (call) => run(self, ...bind(name, signature, call)));
}
