// How options are read. Each option has one reader, which knows what may be written and what it means; a table of readers
// is all it takes to check an object of options. A refusal says what was found and what is possible.

import {
  checkKeys,
  type DurationInput,
  parseDelay,
  parseDuration,
  show,
  suggest,
  UsageError,
} from "@daglings/words";
import { refuseFormerNames } from "./former-names.ts";

/** Turns what a user writes as an option into its setting. An option that is left out arrives as undefined. */
export type Reader<Setting> = (value: unknown, option: string) => Setting;

type Readers = Readonly<Record<string, Reader<unknown>>>;

/** Exactly one reader for each option: for `satisfies`, beside the interface that users see. */
export type ReadersOf<Options> = { readonly [Option in keyof Options]-?: Reader<unknown> };

export type SettingsOf<Table extends Readers> = {
  readonly [Option in keyof Table]: ReturnType<Table[Option]>;
};

/** Checks that each name is one of the options. */
export function checkNames(given: object, known: readonly string[]): void {
  refuseFormerNames(given, known);
  checkKeys(given, known);
}

export function options<Table extends Readers>(given: object, readers: Table): SettingsOf<Table> {
  const known = Object.keys(readers);
  checkNames(dictionary(given, "the argument"), known);
  const written: Readonly<Record<string, unknown>> = { ...given };
  const settings = Object.entries(readers).map(([option, read]) => [option, read(written[option], option)]);
  return Object.fromEntries(settings) as SettingsOf<Table>;
}

/** An option that may be left out, and its default. */
export function optional<Setting>(read: Reader<Setting>): Reader<Setting | undefined>;
export function optional<Setting, const Otherwise extends Setting | null>(
  read: Reader<Setting>,
  otherwise: Otherwise,
): Reader<Setting | Extract<Otherwise, null>>;
export function optional(read: Reader<unknown>, otherwise?: unknown): Reader<unknown> {
  return (value, option) => (value === undefined ? otherwise : read(value, option));
}

/** For options that need more to be read: dates depend on the time zone. The table says their type. */
export function asWritten(value: unknown): unknown {
  return value;
}

/** An option without which an operator cannot work. */
export function text(value: unknown, option: string): string {
  return typeof value === "string" && value !== "" ? value : refuse(value, option, "a text");
}

export function textOrEmpty(value: unknown, option: string): string {
  return value === "" ? "" : text(value, option);
}

export function flag(value: unknown, option: string): boolean {
  return typeof value === "boolean" ? value : refuse(value, option, "true or false");
}

export function count(least: number): Reader<number> {
  return (value, option) =>
    Number.isSafeInteger(value) && Number(value) >= least
      ? Number(value)
      : refuse(value, option, `a whole number, ${least} or more`);
}

export function oneOf<const T extends string>(possible: readonly T[]): Reader<T> {
  return (value, option) => {
    const found = possible.find((each) => each === value);
    const hint = typeof value === "string" ? suggest(value, possible) : "";
    return found ?? refuse(value, option, `one of ${possible.join(", ")}${hint}`);
  };
}

export function delay(value: unknown, option: string): number {
  return parseDelay(value as DurationInput, option);
}

export function duration(value: unknown, option: string): Temporal.Duration {
  return parseDuration(value as DurationInput, option);
}

export function callback(value: unknown, option: string): unknown {
  return typeof value === "function" ? value : refuse(value, option, "a function");
}

export function dictionary(value: unknown, option: string): Readonly<Record<string, unknown>> {
  const isOne = (each: unknown): each is Readonly<Record<string, unknown>> =>
    typeof each === "object" && each !== null && !Array.isArray(each);
  return isOne(value) ? value : refuse(value, option, 'an object, as in { name: "value" }');
}

export function dictionaryOf<Setting>(read: Reader<Setting>): Reader<Readonly<Record<string, Setting>>> {
  return (value, option) => {
    const entries = Object.entries(dictionary(value, option));
    return Object.fromEntries(entries.map(([key, each]) => [key, read(each, `${option}.${key}`)]));
  };
}

export function listOf<Setting>(read: Reader<Setting>): Reader<readonly Setting[]> {
  return (value, option) =>
    Array.isArray(value)
      ? Array.from(value, (each: unknown, index) => read(each, `${option}[${index}]`))
      : refuse(value, option, "a list");
}

export function oneOrMore<Setting>(read: Reader<Setting>): Reader<Setting | readonly Setting[]> {
  return (value, option) => (Array.isArray(value) ? listOf(read) : read)(value, option);
}

/**
 * Airflow's rule for the ids of DAGs and tasks. Names that every JavaScript object has would be mistaken for tasks,
 * and in the paths of logs mere dots would mean the folder above.
 */
export function identifier(value: unknown, option: string): string {
  if (typeof value !== "string" || !/^(?!\.+$)[\w.-]{1,250}$/.test(value)) {
    throw new UsageError(
      `${option} is ${show(value)}; it may have up to 250 letters, digits, "_", "-" and "."`,
    );
  }
  if (!(value in Object.prototype)) return value;
  throw new UsageError(`${option} is "${value}", a name that every object of JavaScript has; take another`);
}

function refuse(value: unknown, option: string, expected: string): never {
  throw new UsageError(
    `${option} is ${value === undefined ? "missing" : show(value)}; it must be ${expected}`,
  );
}
