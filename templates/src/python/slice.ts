// Python's indexes and slices: negative ones count from the end.

import { isPlain } from "./iterate.ts";
import { PythonError } from "./python-error.ts";
import { integerOf, Markup, Range, textOf, Tuple, typeName } from "./values.ts";

/** undefined where there is no such item. */
export function itemAt(sequence: unknown, index: number): unknown {
  const text = textOf(sequence);
  if (text !== undefined) {
    const letters = isPlain(text) ? text : [...text];
    const letter = letters[position(index, letters.length)];
    return sequence instanceof Markup && letter !== undefined ? new Markup(letter) : letter;
  }
  if (Array.isArray(sequence)) return sequence[position(index, sequence.length)] as unknown;
  if (sequence instanceof Tuple) return sequence.items[position(index, sequence.items.length)];
  if (sequence instanceof Range) {
    const at = position(index, sequence.length);
    return at < 0 || at >= sequence.length ? undefined : sequence.at(at);
  }
  return undefined;
}

function position(index: number, length: number): number {
  return index < 0 ? index + length : index;
}

export function isSequence(value: unknown): boolean {
  return (
    textOf(value) !== undefined || Array.isArray(value) || value instanceof Tuple || value instanceof Range
  );
}

export function slice(sequence: unknown, from: unknown, to: unknown, step: unknown): unknown {
  const text = textOf(sequence);
  if (text !== undefined) {
    const letters = isPlain(text) ? text : [...text];
    const indexes = indexesOf(letters.length, from, to, step);
    const taken = indexes.map((index) => letters[index] ?? "").join("");
    return sequence instanceof Markup ? new Markup(taken) : taken;
  }
  if (Array.isArray(sequence)) {
    return indexesOf(sequence.length, from, to, step).map((index) => sequence[index] as unknown);
  }
  if (sequence instanceof Tuple) {
    const { items } = sequence;
    return new Tuple(indexesOf(items.length, from, to, step).map((index) => items[index]));
  }
  if (sequence instanceof Range) throw new PythonError("a range has no slices here; write (… | list)[1:3]");
  throw new PythonError(`a ${typeName(sequence)} has no slices`);
}

function indexesOf(length: number, from: unknown, to: unknown, step: unknown): number[] {
  const by = bound(step) ?? 1;
  if (by === 0) throw new PythonError("the step of a slice cannot be 0");
  const [lowest, highest] = by > 0 ? [0, length] : [-1, length - 1];
  const within = (given: number | undefined, otherwise: number) => {
    if (given === undefined) return otherwise;
    return Math.min(Math.max(given < 0 ? given + length : given, lowest), highest);
  };
  const start = within(bound(from), by > 0 ? lowest : highest);
  const end = within(bound(to), by > 0 ? highest : lowest);
  const indexes: number[] = [];
  for (let index = start; by > 0 ? index < end : index > end; index += by) indexes.push(index);
  return indexes;
}

function bound(value: unknown): number | undefined {
  if (value === null || value === undefined) return undefined;
  const integer = integerOf(value);
  if (integer === undefined) throw new PythonError(`the ends of a slice are ints, not a ${typeName(value)}`);
  return Number(integer);
}
