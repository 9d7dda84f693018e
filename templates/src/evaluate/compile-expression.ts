// Expressions as functions: a template is compiled once, and its functions called at each render.

import { suggest } from "@daglings/words";
import { deeper, spend } from "../meter.ts";
import { filters, tests } from "../filters/all.ts";
import type { Host } from "../filters/filter.ts";
import { arithmetic, concatenated, negative, positive } from "../python/arithmetic.ts";
import { bind } from "../python/bind.ts";
import { compare, equals, isTrue } from "../python/compare.ts";
import { Dict } from "../python/dict.ts";
import { contains, listOf, nameOf } from "../python/iterate.ts";
import { attributeOf, itemOf } from "../python/members.ts";
import { PythonError } from "../python/python-error.ts";
import { slice } from "../python/slice.ts";
import { Callable, type Call, defined, textOf, Tuple, Undefined } from "../python/values.ts";
import { SyntaxFault } from "../syntax/syntax-fault.ts";
import type { Arguments, ComparisonOperator, Expression } from "../syntax/tree.ts";
import { globals } from "./globals.ts";
import { Loop } from "./loop.ts";
import type { Scope } from "./scope.ts";

export type Evaluate = (scope: Scope) => unknown;

export function compileExpression(node: Expression): Evaluate {
  const { at } = node;
  switch (node.type) {
    case "constant": {
      const { value } = node;
      return () => value;
    }
    case "name":
      return compileName(node.name, at);
    case "list": {
      const items = node.items.map(compileExpression);
      return (scope) => items.map((item) => item(scope));
    }
    case "tuple": {
      const items = node.items.map(compileExpression);
      return (scope) => new Tuple(items.map((item) => item(scope)));
    }
    case "dict": {
      const pairs = node.pairs.map(
        ([key, value]) => [compileExpression(key), compileExpression(value)] as const,
      );
      return placed(at, (scope) => new Dict(pairs.map(([key, value]) => [key(scope), value(scope)])));
    }
    case "not": {
      const operand = compileExpression(node.operand);
      return (scope) => !isTrue(operand(scope));
    }
    case "negative":
      return compileUnary(node.operand, negative, at);
    case "positive":
      return compileUnary(node.operand, positive, at);
    case "and": {
      const [left, right] = [compileExpression(node.left), compileExpression(node.right)];
      return (scope) => {
        const value = left(scope);
        return isTrue(value) ? right(scope) : value;
      };
    }
    case "or": {
      const [left, right] = [compileExpression(node.left), compileExpression(node.right)];
      return (scope) => {
        const value = left(scope);
        return isTrue(value) ? value : right(scope);
      };
    }
    case "arithmetic": {
      const [left, right] = [compileExpression(node.left), compileExpression(node.right)];
      const { operator } = node;
      return (scope) => {
        const [a, b] = [left(scope), right(scope)];
        scope.rendering.at = at;
        return arithmetic(operator, a, b);
      };
    }
    case "concat": {
      const items = node.items.map(compileExpression);
      return placedAfter(at, (scope) => items.map((item) => item(scope)), concatenated);
    }
    case "compare":
      return compileComparison(node);
    case "conditional":
      return compileConditional(node);
    case "attribute": {
      const object = compileExpression(node.object);
      const { name } = node;
      const path = pathOf(node.object);
      return (scope) => {
        const value = object(scope);
        scope.rendering.at = at;
        return found(attributeOf(value, name, path), at);
      };
    }
    case "item":
      return compileItem(node);
    case "slice":
      throw new SyntaxFault("a slice stands alone between its brackets", at);
    case "call":
      return compileCall(node);
    case "filter":
      return compileFilter(node);
    case "test":
      return compileTest(node);
    default:
      return node satisfies never;
  }
}

/** Errors within `evaluate` happen at this letter. */
function placed(at: number, evaluate: Evaluate): Evaluate {
  return (scope) => {
    const result = evaluate(scope);
    scope.rendering.at = at;
    return result;
  };
}

function placedAfter<T>(at: number, operands: (scope: Scope) => T, use: (operands: T) => unknown): Evaluate {
  return (scope) => {
    const values = operands(scope);
    scope.rendering.at = at;
    return use(values);
  };
}

/** An undefined value remembers its place, for the error when it is used. */
function found(value: unknown, at: number): unknown {
  if (!(value instanceof Undefined) || value.missing !== null) return value;
  return new Undefined(value.message, { name: null, at }, value.isLenient);
}

function compileName(name: string, at: number): Evaluate {
  return (scope) => {
    const own = scope.get(name);
    const value = own === undefined ? globals.get(name) : own;
    if (value !== undefined) return value;
    scope.rendering.at = at;
    return new Undefined(`"${name}" is unknown`, { name, at });
  };
}

function compileUnary(operand: Expression, use: (value: unknown) => unknown, at: number): Evaluate {
  return placedAfter(at, compileExpression(operand), use);
}

const comparisons: Readonly<Record<ComparisonOperator, (a: unknown, b: unknown) => boolean>> = {
  "==": equals,
  "!=": (a, b) => !equals(a, b),
  "<": (a, b) => compare(a, b, "<") < 0,
  "<=": (a, b) => compare(a, b, "<=") <= 0,
  ">": (a, b) => compare(a, b, ">") > 0,
  ">=": (a, b) => compare(a, b, ">=") >= 0,
  in: (a, b) => contains(b, a),
  "not in": (a, b) => !contains(b, a),
};

/** `1 < x < 5`: each operand is evaluated once, and no further than needed. */
function compileComparison({ first, rest, at }: Expression & { type: "compare" }): Evaluate {
  const start = compileExpression(first);
  const steps = rest.map(({ operator, operand }) => ({
    holds: comparisons[operator],
    operand: compileExpression(operand),
  }));
  return (scope) => {
    let left = start(scope);
    for (const { holds, operand } of steps) {
      const right = operand(scope);
      scope.rendering.at = at;
      if (!holds(left, right)) return false;
      left = right;
    }
    return true;
  };
}

/** In code that may never be evaluated, Jinja finds an unknown filter only when it gets there. */
let mayBeSkipped = 0;

export function skippable<T>(compile: () => T): T {
  mayBeSkipped++;
  try {
    return compile();
  } finally {
    mayBeSkipped--;
  }
}

function compileConditional({
  condition,
  whenTrue,
  otherwise,
  at,
}: Expression & { type: "conditional" }): Evaluate {
  return skippable(() => {
    const [test, yes] = [compileExpression(condition), compileExpression(whenTrue)];
    const no =
      otherwise === null
        ? () => new Undefined("the condition is false, and there is no else", { name: null, at }, true)
        : compileExpression(otherwise);
    return (scope) => (isTrue(test(scope)) ? yes(scope) : no(scope));
  });
}

/** How the template itself calls a value: `params.nested`; null if that is not a plain name. */
function pathOf(node: Expression): string | null {
  if (node.type === "name") return node.name;
  const before = node.type === "attribute" ? pathOf(node.object) : null;
  return node.type === "attribute" && before !== null ? `${before}.${node.name}` : null;
}

function compileItem({ object, key, at }: Expression & { type: "item" }): Evaluate {
  const evaluate = compileExpression(object);
  if (key.type === "slice") {
    const [from, to, step] = [key.from, key.to, key.step].map((bound) => bound && compileExpression(bound));
    return (scope) => {
      const value = defined(evaluate(scope));
      const bounds = [from, to, step].map((bound) => (bound ? defined(bound(scope)) : null));
      scope.rendering.at = at;
      return slice(value, bounds[0], bounds[1], bounds[2]);
    };
  }
  const index = compileExpression(key);
  const path = pathOf(object);
  return (scope) => {
    const [value, wanted] = [evaluate(scope), index(scope)];
    scope.rendering.at = at;
    return found(itemOf(value, wanted, path), at);
  };
}

export function compileArguments({
  positional,
  named,
  spread,
  spreadNamed,
}: Arguments): (scope: Scope) => Call {
  const values = positional.map(compileExpression);
  const byName = named.map(({ name, value }) => [name, compileExpression(value)] as const);
  const more = spread && compileExpression(spread);
  const moreNamed = spreadNamed && compileExpression(spreadNamed);
  return (scope) => {
    const all = values.map((value) => value(scope));
    if (more) all.push(...listOf(more(scope)));
    const names = new Map<string, unknown>();
    const add = (name: string, value: unknown) => {
      if (names.has(name)) throw new PythonError(`the argument "${name}" is given twice`);
      names.set(name, value);
    };
    for (const [name, value] of byName) add(name, value(scope));
    if (moreNamed) {
      const dict = defined(moreNamed(scope));
      if (!(dict instanceof Dict))
        throw new PythonError(`** must be followed by a dict, not a ${nameOf(dict)}`);
      for (const [name, value] of dict.entries()) add(textOf(name) ?? "", value);
    }
    return { positional: all, named: names };
  };
}

function compileCall({ callee, args, at }: Expression & { type: "call" }): Evaluate {
  const target = compileExpression(callee);
  const values = compileArguments(args);
  return (scope) => {
    const value = target(scope);
    const call = values(scope);
    scope.rendering.at = at;
    return callValue(value, call);
  };
}

export function callValue(target: unknown, call: Call): unknown {
  spend();
  const value = defined(target);
  if (value instanceof Callable) return deeper("the call", () => value.call(call));
  if (value instanceof Loop && value.call !== null) {
    const [items] = bind("loop", "/ iterable", call);
    const { call: render } = value;
    return deeper("the loop", () => render(items));
  }
  throw new PythonError(`a ${nameOf(value)} cannot be called`);
}

const host: Host = {
  filter: (name, value, args, named) => {
    const wanted = textOf(name) ?? "";
    const filter = Object.hasOwn(filters, wanted) ? filters[wanted] : undefined;
    if (!filter) throw new PythonError(unknownFilter(wanted));
    return applyFilter(wanted, value, { positional: args, named });
  },
  test: (name, value, args) => {
    const wanted = textOf(name) ?? "";
    if (!Object.hasOwn(tests, wanted)) throw new PythonError(unknownTest(wanted));
    return applyTest(wanted, value, { positional: args, named: new Map() });
  },
};

const unknownFilter = (name: string) => `filter "${name}" is unknown${suggest(name, Object.keys(filters))}`;
const unknownTest = (name: string) => `test "${name}" is unknown${suggest(name, Object.keys(tests))}`;

function applyFilter(name: string, value: unknown, call: Call): unknown {
  spend();
  const filter = filters[name];
  if (typeof filter === "function") return filter(value, call.positional, call.named, host);
  const [signature, run] = filter ?? ["", () => null];
  return run(value, ...bind(`filter "${name}"`, signature, call));
}

function applyTest(name: string, value: unknown, call: Call): boolean {
  spend();
  const [signature, ask] = tests[name] ?? ["", () => false];
  return ask(value, ...bind(`test "${name}"`, signature, call));
}

/** Refuses at once, or when it is reached. */
function unknown(message: string, at: number): Evaluate {
  if (mayBeSkipped === 0) throw new SyntaxFault(message, at);
  return (scope) => {
    scope.rendering.at = at;
    throw new PythonError(message);
  };
}

/** The operand of a filter block is what the block printed. */
export function compileFilter(node: Expression & { type: "filter" }, block?: Evaluate): Evaluate {
  const { name, operand, args, at } = node;
  const value =
    operand === null
      ? (block ?? (() => ""))
      : operand.type === "filter" && block
        ? compileFilter(operand, block)
        : compileExpression(operand);
  if (!Object.hasOwn(filters, name)) return unknown(unknownFilter(name), at);
  const values = compileArguments(args);
  return (scope) => {
    const input = value(scope);
    const call = values(scope);
    scope.rendering.at = at;
    return applyFilter(name, input, call);
  };
}

function compileTest({ name, operand, args, at }: Expression & { type: "test" }): Evaluate {
  const value = compileExpression(operand);
  if (!Object.hasOwn(tests, name)) return unknown(unknownTest(name), at);
  const values = compileArguments(args);
  return (scope) => {
    const input = value(scope);
    const call = values(scope);
    scope.rendering.at = at;
    return applyTest(name, input, call);
  };
}
