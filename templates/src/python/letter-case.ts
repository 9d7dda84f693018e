// Capitals and small letters, word by word.

import { PythonError } from "./python-error.ts";

const cased = /[\p{Lu}\p{Ll}\p{Lt}]/u;

export function isCased(text: string): boolean {
  return cased.test(text);
}

export function capitalized(text: string): string {
  const [first = "", ...rest] = text;
  return capital(first) + rest.join("").toLowerCase();
}

const doubles: Readonly<Record<string, string>> = { Ǆ: "ǅ", Ǉ: "ǈ", Ǌ: "ǋ", Ǳ: "ǲ" };

/** The letter that begins a word: for `ﬁ` it is `Fi`. */
function capital(letter: string): string {
  const upper = letter.toUpperCase();
  const [first = "", ...rest] = upper;
  if (rest.length === 0) return doubles[upper] ?? upper;
  if (!/^[ßﬀ-ﬆﬓ-ﬗև]$/.test(letter)) throw new PythonError(`how "${letter}" begins a word is not known here`);
  return first + rest.join("").toLowerCase();
}

/** For comparisons without regard to capitals. */
export function folded(text: string): string {
  return Array.from(text, (letter) => (letter === "ı" ? letter : letter.toUpperCase().toLowerCase())).join(
    "",
  );
}

/** A capital after anything that is not a letter, the apostrophe included. */
export function titled(text: string): string {
  let isInside = false;
  return Array.from(text, (letter) => {
    const result = isInside ? letter.toLowerCase() : capital(letter);
    isInside = cased.test(letter);
    return result;
  }).join("");
}

export function swapped(text: string): string {
  return Array.from(text, (letter) =>
    /\p{Lu}/u.test(letter) ? letter.toLowerCase() : letter.toUpperCase(),
  ).join("");
}
