// Statements as functions that return what they print.

import { deeper, spend, spendText } from "../meter.ts";
import { isTrue } from "../python/compare.ts";
import { Dict } from "../python/dict.ts";
import { iterate } from "../python/iterate.ts";
import { str } from "../python/print.ts";
import { PythonError } from "../python/python-error.ts";
import {
  Callable,
  type Call,
  Generated,
  Namespace,
  textOf,
  Tuple,
  typeName,
  Undefined,
} from "../python/values.ts";
import type { Body, ForStatement, Parameter, Statement, Target } from "../syntax/tree.ts";
import {
  callValue,
  compileArguments,
  compileExpression,
  compileFilter,
  skippable,
  type Evaluate,
} from "./compile-expression.ts";
import { Loop } from "./loop.ts";
import { freeNamesIn } from "../syntax/names.ts";
import type { Scope } from "./scope.ts";

export type Print = (scope: Scope) => string;

export function compileBody(body: Body): Print {
  const parts = body.map(compileStatement);
  const [only] = parts;
  if (only && parts.length === 1) return only;
  return (scope) => {
    let text = "";
    for (const part of parts) {
      text += part(scope);
      spendText(text.length);
    }
    return text;
  };
}

function compileStatement(node: Statement): Print {
  switch (node.type) {
    case "data": {
      const { text } = node;
      return () => text;
    }
    case "print": {
      const value = compileExpression(node.value);
      const { at } = node.value;
      return (scope) => {
        const result = value(scope);
        scope.rendering.at = at;
        return str(result);
      };
    }
    case "do": {
      const value = compileExpression(node.value);
      return (scope) => {
        value(scope);
        return "";
      };
    }
    case "if":
      return compileIf(node);
    case "for":
      return compileFor(node);
    case "set": {
      const value = compileExpression(node.value);
      const assign = compileTarget(node.target);
      return (scope) => {
        const result = value(scope);
        assign(scope, result);
        return "";
      };
    }
    case "set block": {
      const body = compileBody(node.body);
      const block: Evaluate = (scope) => body(scope.inner());
      const value = node.filter?.type === "filter" ? compileFilter(node.filter, block) : block;
      const assign = compileTarget(node.target);
      return (scope) => {
        assign(scope, value(scope));
        return "";
      };
    }
    case "with": {
      const names = node.names.map(({ target, value }) => ({
        assign: compileTarget(target),
        value: compileExpression(value),
      }));
      const body = compileBody(node.body);
      return (scope) => {
        const inner = scope.inner();
        for (const { assign, value } of names) assign(inner, value(scope));
        return body(inner);
      };
    }
    case "filter block": {
      const body = compileBody(node.body);
      const block: Evaluate = (scope) => body(scope.inner());
      const value = node.filter.type === "filter" ? compileFilter(node.filter, block) : block;
      return (scope) => {
        const result = value(scope);
        const text = textOf(result);
        if (text === undefined)
          throw new PythonError(
            `a filter block must give a text, not a ${typeName(result)}; end it with | string`,
          );
        return text;
      };
    }
    case "macro": {
      const make = compileMacro(node.name, node.parameters, node.body);
      return (scope) => {
        scope.set(node.name, make(scope));
        return "";
      };
    }
    case "call block":
      return compileCallBlock(node);
    default:
      return node satisfies never;
  }
}

function compileIf({ branches, otherwise }: Statement & { type: "if" }): Print {
  return skippable(() => {
    const choices = branches.map(({ condition, body }) => ({
      condition: compileExpression(condition),
      body: compileBody(body),
    }));
    const last = compileBody(otherwise);
    return (scope) => {
      for (const { condition, body } of choices) if (isTrue(condition(scope))) return body(scope);
      return last(scope);
    };
  });
}

function compileFor(node: ForStatement): Print {
  const { at } = node.iterable;
  const iterable = compileExpression(node.iterable);
  const assign = compileTarget(node.target);
  const condition = node.condition && compileExpression(node.condition);
  const body = compileBody(node.body);
  const otherwise = compileBody(node.otherwise);

  const run = (outer: Scope, source: unknown, depth: number): string => {
    outer.rendering.at = at;
    const items = condition ? new Generated(filtered(outer, source)) : source;
    const render = (more: unknown) => run(outer, more, depth + 1);
    const loop = new Loop(items, depth, node.recursive ? render : null);
    let text = "";
    let isEmpty = true;
    while (loop.advance()) {
      isEmpty = false;
      spend();
      const scope = outer.inner();
      scope.set("loop", loop);
      assign(scope, loop.current);
      text += body(scope);
      spendText(text.length);
    }
    return isEmpty ? otherwise(outer.inner()) : text;
  };

  function* filtered(outer: Scope, source: unknown): Generator {
    for (const item of iterate(source)) {
      const scope = outer.inner();
      scope.set("loop", noLoop);
      assign(scope, item);
      if (condition && isTrue(condition(scope))) yield item;
    }
  }

  return (scope) => deeper("the loop", () => run(scope, iterable(scope), 0));
}

const noLoop = new Undefined("loop cannot be used in the condition of a for");

function compileTarget(target: Target): (scope: Scope, value: unknown) => void {
  const { at } = target;
  switch (target.type) {
    case "name":
      return (scope, value) => scope.set(target.name, value);
    case "attribute":
      return (scope, value) => {
        const namespace = scope.get(target.object);
        scope.rendering.at = at;
        if (!(namespace instanceof Namespace)) {
          throw new PythonError(
            `only a namespace can be given attributes; write {% set ${target.object} = namespace() %} first`,
          );
        }
        namespace.values.set(target.name, value);
      };
    case "tuple": {
      const assigns = target.items.map(compileTarget);
      return (scope, value) => {
        scope.rendering.at = at;
        const items = [...iterate(value)];
        if (items.length !== assigns.length) {
          throw new PythonError(
            `${assigns.length} names cannot be given ${items.length} value${items.length === 1 ? "" : "s"}`,
          );
        }
        for (const [index, assign] of assigns.entries()) assign(scope, items[index]);
      };
    }
    default:
      return target satisfies never;
  }
}

/** Returns the function that makes the macro: it sees the names that are known where it is defined. */
function compileMacro(
  name: string,
  parameters: readonly Parameter[],
  body: Body,
): (scope: Scope) => Callable {
  const print = compileBody(body);
  const fallbacks = parameters.map(({ fallback }) => fallback && compileExpression(fallback));
  const used = new Set(freeNamesIn(body).map((free) => free.name));
  const names = parameters.map((parameter) => parameter.name);
  return (outer) => {
    const call = ({ positional, named }: Call): string => {
      const scope = outer.inner();
      const rest = new Map(named);
      for (const [index, parameter] of names.entries()) {
        if (index < positional.length && rest.has(parameter))
          throw new PythonError(`macro "${name}" gets "${parameter}" twice`);
        const given = index < positional.length ? positional[index] : rest.get(parameter);
        rest.delete(parameter);
        const value = given === undefined ? fallbacks[index]?.(scope) : given;
        scope.set(
          parameter,
          value === undefined ? new Undefined(`macro "${name}" was not given "${parameter}"`) : value,
        );
      }
      if (!names.includes("caller")) {
        scope.set(
          "caller",
          rest.get("caller") ?? new Undefined(`macro "${name}" has no caller; write {% call ${name}() %}`),
        );
        if (used.has("caller")) rest.delete("caller");
      }
      if (used.has("kwargs")) scope.set("kwargs", new Dict(rest));
      else
        checkNone(
          [...rest.keys()].map((key) => `"${key}"`),
          name,
        );
      if (used.has("varargs")) scope.set("varargs", new Tuple(positional.slice(names.length)));
      else if (positional.length > names.length)
        throw new PythonError(`macro "${name}" takes ${names.length} arguments, not ${positional.length}`);
      return print(scope);
    };
    return new Callable(name, call, {}, `<Macro '${name}'>`);
  };
}

function checkNone(extra: readonly string[], name: string): void {
  if (extra.length > 0) throw new PythonError(`macro "${name}" has no parameter ${extra.join(", ")}`);
}

function compileCallBlock(node: Statement & { type: "call block" }): Print {
  const { call, parameters, body, at } = node;
  if (call.type !== "call") return () => "";
  const callee = compileExpression(call.callee);
  const values = compileArguments(call.args);
  const make = compileMacro("caller", parameters, body);
  return (scope) => {
    const target = callee(scope);
    const { positional, named } = values(scope);
    scope.rendering.at = at;
    return str(callValue(target, { positional, named: new Map([...named, ["caller", make(scope)]]) }));
  };
}
