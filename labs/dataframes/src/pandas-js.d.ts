// pandas-js has no types of its own. These cover what the steps use.

declare module "pandas-js" {
  /** The lists of the package `immutable`. */
  interface List<Value> extends Iterable<Value> {
    min(): Value | undefined;
    max(): Value | undefined;
  }

  export class Series<Value = unknown> {
    constructor(values: readonly Value[]);
    readonly values: List<Value>;
    readonly length: number;
    iloc(position: number): Value;
    unique(): List<Value>;
    eq(value: Value | undefined): Series<boolean>;
    map<Other>(of: (value: Value) => Other): Series<Other>;
    filter(isIn: Series<boolean>): Series<Value>;
    mul(other: Series<Value>): Series<Value>;
    sum(): number;
  }
}
