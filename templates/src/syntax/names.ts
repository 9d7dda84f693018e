// The names that a template asks for and does not make itself: its variables.

import type { Arguments, Body, Expression, Parameter, Statement, Target } from "./tree.ts";

export interface FreeName {
  readonly name: string;
  readonly at: number;
  /** Only asked whether it exists, or given a default. */
  readonly isOptional: boolean;
}

class Names {
  readonly #parent: Names | null;
  readonly #own = new Set<string>();
  readonly found: FreeName[];

  constructor(parent: Names | null = null) {
    this.#parent = parent;
    this.found = parent?.found ?? [];
  }

  has(name: string): boolean {
    return this.#own.has(name) || (this.#parent?.has(name) ?? false);
  }

  inner(...names: string[]): Names {
    const inner = new Names(this);
    for (const name of names) inner.add(name);
    return inner;
  }

  add(name: string): void {
    this.#own.add(name);
  }

  addTarget(target: Target): void {
    if (target.type === "name") this.add(target.name);
    else if (target.type === "tuple") for (const item of target.items) this.addTarget(item);
    else this.ask({ type: "name", name: target.object, at: target.at });
  }

  ask({ name, at }: { type: "name"; name: string; at: number }, isOptional = false): void {
    if (!this.has(name)) this.found.push({ name, at, isOptional });
  }
}

/** In the order in which they appear. */
export function freeNamesIn(body: Body): FreeName[] {
  const names = new Names();
  inBody(body, names);
  return names.found;
}

function inBody(body: Body, names: Names): void {
  for (const statement of body) inStatement(statement, names);
}

function inStatement(node: Statement, names: Names): void {
  switch (node.type) {
    case "data":
      return;
    case "print":
    case "do":
      return inExpression(node.value, names);
    case "if":
      for (const { condition, body } of node.branches) {
        inExpression(condition, names);
        inBody(body, names);
      }
      return inBody(node.otherwise, names);
    case "for": {
      inExpression(node.iterable, names);
      const inner = names.inner("loop");
      inner.addTarget(node.target);
      if (node.condition) inExpression(node.condition, inner);
      inBody(node.body, inner);
      return inBody(node.otherwise, names.inner());
    }
    case "set":
      inExpression(node.value, names);
      return names.addTarget(node.target);
    case "set block":
      inBody(node.body, names.inner());
      if (node.filter) inExpression(node.filter, names);
      return names.addTarget(node.target);
    case "with": {
      const inner = names.inner();
      for (const { target, value } of node.names) {
        inExpression(value, names);
        inner.addTarget(target);
      }
      return inBody(node.body, inner);
    }
    case "filter block":
      inExpression(node.filter, names);
      return inBody(node.body, names.inner());
    case "macro":
      names.add(node.name);
      return inMacro(node.parameters, node.body, names);
    case "call block":
      inExpression(node.call, names);
      return inMacro(node.parameters, node.body, names);
    default:
      return node satisfies never;
  }
}

function inMacro(parameters: readonly Parameter[], body: Body, names: Names): void {
  const inner = names.inner("caller", "varargs", "kwargs");
  for (const { name, fallback } of parameters) {
    if (fallback) inExpression(fallback, inner);
    inner.add(name);
  }
  inBody(body, inner);
}

function inExpression(node: Expression, names: Names): void {
  switch (node.type) {
    case "constant":
      return;
    case "name":
      return names.ask(node);
    case "list":
    case "tuple":
    case "concat":
      return inAll(node.items, names);
    case "dict":
      return inAll(node.pairs.flat(), names);
    case "not":
    case "negative":
    case "positive":
      return inExpression(node.operand, names);
    case "and":
    case "or":
    case "arithmetic":
      return inAll([node.left, node.right], names);
    case "compare":
      return inAll([node.first, ...node.rest.map(({ operand }) => operand)], names);
    case "conditional":
      return inAll([node.condition, node.whenTrue, node.otherwise], names);
    case "attribute":
      return inExpression(node.object, names);
    case "item":
      return inAll([node.object, node.key], names);
    case "slice":
      return inAll([node.from, node.to, node.step], names);
    case "call":
      inExpression(node.callee, names);
      return inArguments(node.args, names);
    case "filter":
    case "test":
      inOperand(node, names);
      return inArguments(node.args, names);
    default:
      return node satisfies never;
  }
}

const forgiving = new Set(["default", "d", "defined", "undefined"]);

/** `x | default("")` and `x is defined` may name what does not exist. */
function inOperand({ name, operand }: Expression & { type: "filter" | "test" }, names: Names): void {
  if (operand === null) return;
  if (operand.type === "name" && forgiving.has(name)) names.ask(operand, true);
  else inExpression(operand, names);
}

function inArguments({ positional, named, spread, spreadNamed }: Arguments, names: Names): void {
  inAll([...positional, ...named.map(({ value }) => value), spread, spreadNamed], names);
}

function inAll(nodes: readonly (Expression | null)[], names: Names): void {
  for (const node of nodes) if (node) inExpression(node, names);
}
