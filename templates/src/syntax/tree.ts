// A template as a tree. `at`: the letter of the template at which the part begins, or at which it can go wrong.

export interface Arguments {
  readonly positional: readonly Expression[];
  readonly named: readonly { readonly name: string; readonly value: Expression }[];
  /** `*args` and `**kwargs`. */
  readonly spread: Expression | null;
  readonly spreadNamed: Expression | null;
}

export type Expression =
  | {
      readonly type: "constant";
      readonly value: string | number | bigint | boolean | null;
      readonly at: number;
    }
  | { readonly type: "name"; readonly name: string; readonly at: number }
  | { readonly type: "list" | "tuple"; readonly items: readonly Expression[]; readonly at: number }
  | {
      readonly type: "dict";
      readonly pairs: readonly (readonly [Expression, Expression])[];
      readonly at: number;
    }
  | { readonly type: "not" | "negative" | "positive"; readonly operand: Expression; readonly at: number }
  | {
      readonly type: "and" | "or";
      readonly left: Expression;
      readonly right: Expression;
      readonly at: number;
    }
  | {
      readonly type: "arithmetic";
      readonly operator: ArithmeticOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly at: number;
    }
  | { readonly type: "concat"; readonly items: readonly Expression[]; readonly at: number }
  | {
      readonly type: "compare";
      readonly first: Expression;
      readonly rest: readonly { readonly operator: ComparisonOperator; readonly operand: Expression }[];
      readonly at: number;
    }
  | {
      readonly type: "conditional";
      readonly condition: Expression;
      readonly whenTrue: Expression;
      readonly otherwise: Expression | null;
      readonly at: number;
    }
  | { readonly type: "attribute"; readonly object: Expression; readonly name: string; readonly at: number }
  | { readonly type: "item"; readonly object: Expression; readonly key: Expression; readonly at: number }
  | {
      readonly type: "slice";
      readonly from: Expression | null;
      readonly to: Expression | null;
      readonly step: Expression | null;
      readonly at: number;
    }
  | { readonly type: "call"; readonly callee: Expression; readonly args: Arguments; readonly at: number }
  | {
      readonly type: "filter";
      readonly name: string;
      readonly operand: Expression | null;
      readonly args: Arguments;
      readonly at: number;
    }
  | {
      readonly type: "test";
      readonly name: string;
      readonly operand: Expression;
      readonly args: Arguments;
      readonly at: number;
    };

export type ArithmeticOperator = "+" | "-" | "*" | "/" | "//" | "%" | "**";
export type ComparisonOperator = "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not in";

/** What `for` and `set` give values to. */
export type Target =
  | { readonly type: "name"; readonly name: string; readonly at: number }
  | { readonly type: "tuple"; readonly items: readonly Target[]; readonly at: number }
  /** `namespace.name`. */
  | { readonly type: "attribute"; readonly object: string; readonly name: string; readonly at: number };

export interface Parameter {
  readonly name: string;
  readonly fallback: Expression | null;
}

export type Body = readonly Statement[];

export type Statement =
  | { readonly type: "data"; readonly text: string }
  | { readonly type: "print"; readonly value: Expression; readonly at: number }
  | { readonly type: "do"; readonly value: Expression; readonly at: number }
  | {
      readonly type: "if";
      readonly branches: readonly { readonly condition: Expression; readonly body: Body }[];
      readonly otherwise: Body;
    }
  | ForStatement
  | { readonly type: "set"; readonly target: Target; readonly value: Expression; readonly at: number }
  | {
      readonly type: "set block";
      readonly target: Target;
      readonly filter: Expression | null;
      readonly body: Body;
      readonly at: number;
    }
  | {
      readonly type: "with";
      readonly names: readonly { readonly target: Target; readonly value: Expression }[];
      readonly body: Body;
    }
  | { readonly type: "filter block"; readonly filter: Expression; readonly body: Body }
  | {
      readonly type: "macro";
      readonly name: string;
      readonly parameters: readonly Parameter[];
      readonly body: Body;
      readonly at: number;
    }
  | {
      readonly type: "call block";
      readonly call: Expression;
      readonly parameters: readonly Parameter[];
      readonly body: Body;
      readonly at: number;
    };

export interface ForStatement {
  readonly type: "for";
  readonly target: Target;
  readonly iterable: Expression;
  readonly condition: Expression | null;
  readonly recursive: boolean;
  readonly body: Body;
  readonly otherwise: Body;
  readonly at: number;
}
