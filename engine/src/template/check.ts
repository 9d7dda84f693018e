// TypeScript's check of template strings: `{{dss}}` is an error where it is written, before anything runs. Types only.

import type { TemplateVariable } from "./names.ts";

/**
 * T itself where its templates use known variables, else a text that says which one is not: TypeScript prints it in
 * the error. Texts that are not known before the program runs pass.
 */
export type Template<T> = T extends string
  ? UnknownVariable<T> extends never
    ? T
    : `unknown template variable: ${UnknownVariable<T>}`
  : T extends readonly unknown[] | object
    ? TemplatesIn<T>
    : T;

/** The same for what is known to be a list or an object. */
export type TemplatesIn<T> = { readonly [Key in keyof T]: Template<T[Key]> };

/** What becomes of a template's type when it is rendered: which text it is then, nobody knows. */
export type Rendered<T> = T extends string
  ? string
  : T extends number | boolean | bigint | null | undefined | ((...args: never[]) => unknown) | BuiltIn
    ? T
    : T extends object
      ? { readonly [Key in keyof T]: Rendered<T[Key]> }
      : T;

/** Objects of JavaScript's own classes (dates, maps and so on) are not looked into. */
interface BuiltIn {
  readonly [Symbol.toStringTag]: string;
}

/** The name with which an expression begins, of the first expression that begins with an unknown one. */
type UnknownVariable<Text extends string> = string extends Text
  ? never
  : Text extends `${string}{${"%" | "#"}${string}`
    ? never // statements can make names of their own, and comments may hold anything
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

type FirstName<Text extends string> = Text extends `${infer Letter}${string}`
  ? Letter extends Exclude<NameLetter, Digit>
    ? NameIn<Text>
    : ""
  : "";

type NameIn<Text extends string, Name extends string = ""> = Text extends `${infer Letter}${infer Rest}`
  ? Letter extends NameLetter
    ? NameIn<Rest, `${Name}${Letter}`>
    : Name
  : Name;

type LettersOf<Text extends string> = Text extends `${infer Letter}${infer Rest}`
  ? Letter | LettersOf<Rest>
  : never;
type Lower = LettersOf<"abcdefghijklmnopqrstuvwxyz">;
type Digit = LettersOf<"0123456789">;
type NameLetter = Lower | Uppercase<Lower> | "_" | Digit;
