// TypeScript's check of template strings: `{{dss}}` is an error where it is written, before anything runs. Types only.

import type { TemplateVariable } from "./variables.ts";

/**
 * T itself where its templates use known variables, else a text that says which one is not: TypeScript prints it in
 * the error. Texts that are not known before the program runs pass.
 */
export type Template<T> = T extends string
  ? UnknownVariable<T> extends never
    ? T
    : `unknown template variable: ${UnknownVariable<T>}`
  : T extends readonly unknown[] | object
    ? { readonly [Key in keyof T]: Template<T[Key]> }
    : T;

/** What becomes of a template's type when it is rendered: which text it is then, nobody knows. */
export type Rendered<T> = T extends string
  ? string
  : T extends number | boolean | bigint | null | undefined | ((...args: never[]) => unknown)
    ? T
    : T extends object
      ? { readonly [Key in keyof T]: Rendered<T[Key]> }
      : T;

/** The name with which an expression begins, of the first expression that begins with an unknown one. */
type UnknownVariable<Text extends string> = string extends Text
  ? never
  : Text extends `${string}{%${string}`
    ? never // statements can make names of their own
    : FirstUnknown<Text>;

type FirstUnknown<Text extends string> = Text extends `${string}{{${infer Expression}}}${infer Rest}`
  ? FirstName<TrimStart<Expression>> extends infer Name extends string
    ? Name extends Known
      ? FirstUnknown<Rest>
      : Name
    : never
  : never;

/** "" where an expression begins with something other than a name: a text, a number, a bracket. */
type Known = TemplateVariable | "" | "none" | "None" | "true" | "True" | "false" | "False" | "not" | "range";

type TrimStart<Text extends string> = Text extends `${" " | "\n" | "\t" | "-" | "+"}${infer Rest}`
  ? TrimStart<Rest>
  : Text;

type FirstName<Text extends string, Name extends string = ""> = Text extends `${infer Letter}${infer Rest}`
  ? Letter extends NameLetter
    ? FirstName<Rest, `${Name}${Letter}`>
    : Name extends ""
      ? ""
      : Name
  : Name;

type Lower =
  | "a"
  | "b"
  | "c"
  | "d"
  | "e"
  | "f"
  | "g"
  | "h"
  | "i"
  | "j"
  | "k"
  | "l"
  | "m"
  | "n"
  | "o"
  | "p"
  | "q"
  | "r"
  | "s"
  | "t"
  | "u"
  | "v"
  | "w"
  | "x"
  | "y"
  | "z";
type NameLetter = Lower | Uppercase<Lower> | "_" | `${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`;
