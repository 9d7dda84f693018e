// Takes the near-code out of the hints in the source of a lesson's checks: the first two steps of a ladder ask and point,
// and from the third on it is nearly the solution.

const replacement = JSON.stringify("The next hint would be nearly the code. Ask your teacher.");
const kept = 2;

export interface CutSource {
  readonly text: string;
  /** How many ladders were found. */
  readonly ladders: number;
}

export function cutHints(source: string): CutSource {
  let text = "";
  let ladders = 0;
  let from = 0;
  for (const { index, 0: head } of source.matchAll(/\bhints:\s*\[/g)) {
    const list = readList(source, index + head.length);
    const cut = list.items[kept];
    if (cut === undefined) continue;
    text += `${source.slice(from, cut)}${replacement},\n    `;
    from = list.end;
    ladders++;
  }
  return { text: text + source.slice(from), ladders };
}

interface List {
  /** Where each item begins. */
  readonly items: readonly number[];
  /** Where its bracket closes. */
  readonly end: number;
}

/** `start`: behind the opening bracket. */
function readList(source: string, start: number): List {
  const items: number[] = [];
  let [depth, at, isItemNext] = [1, start, true];
  while (at < source.length) {
    const letter = source[at] ?? "";
    if (/\s/.test(letter)) at++;
    else if (source.startsWith("//", at)) at = endOfLine(source, at);
    else if (letter === "," && depth === 1) [isItemNext, at] = [true, at + 1];
    else if (letter === "]" && depth === 1) return { items, end: at };
    else {
      if (isItemNext) items.push(at);
      isItemNext = false;
      if ("([{".includes(letter)) depth++;
      if (")]}".includes(letter)) depth--;
      at = `"'\``.includes(letter) ? endOfText(source, at) : at + 1;
    }
  }
  throw new Error("a list of hints is never closed");
}

function endOfLine(source: string, at: number): number {
  const end = source.indexOf("\n", at);
  return end === -1 ? source.length : end;
}

function endOfText(source: string, start: number): number {
  const quote = source[start];
  for (let at = start + 1; at < source.length; at++) {
    if (source[at] === "\\") at++;
    else if (source[at] === quote) return at + 1;
  }
  throw new Error("a text in the hints is never closed");
}
