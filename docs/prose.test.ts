// How we write: British spelling, and none of the habits that make English read like a translation. A name or a technical
// word that the dictionary does not have goes into docs/prose.txt.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import dictionary from "dictionary-en-gb";
import nspell from "nspell";
import { describe, expect, test } from "vitest";
import { root } from "./house.ts";
import { proseOfCode, proseOfPage, readProse } from "./prose.ts";

const habits = [
  {
    habit: "so many, for a number",
    pattern: /\bso many\b/i,
    instead: 'say what is counted: "the number of clients", "at most this many runs"',
  },
  {
    habit: "whoever",
    pattern: /\bwhom?ever\b/i,
    instead: 'say who it is: "the caller", "the reader", or "anyone who", "if someone"',
  },
  {
    habit: "is no …, for is not a …",
    pattern:
      /(?<!\bthere |^(?:\/\/ |\* )?)\b(?:is|are|was|were) no (?!(?:longer|one|more|less|later|earlier|doubt|other)\b)/i,
    instead: '"is not a folder" for "is no folder"',
  },
  {
    habit: "a comment that begins with Of",
    pattern: /^(?:\/\/|\/?\*+) Of (?!course\b)/,
    instead: 'the thing itself first: "The latest run of a DAG"',
  },
  {
    habit: "stands and lies, for is",
    pattern: /\bthere (?:stands?|lies?)\b|\b(?:stands|lies) (?:there|here|in)\b/i,
    instead: '"is", "holds" or "says"',
  },
];

const thisFile = "docs/prose.test.ts";
const prose = readProse();
/** Texts in tests are wrong on purpose, and texts with such characters are commands, markup or code. */
const spelt = prose.filter(
  ({ kind, place, text }) => kind !== "text" || !(/\.test(-d)?\.ts:/.test(place) || /[<>{}|;=]/.test(text)),
);

test("there is something to read", () => {
  const kinds = Map.groupBy(prose, ({ kind }) => kind);
  for (const kind of ["page", "comment", "text"] as const) {
    expect(kinds.get(kind)?.length).toBeGreaterThan(1000);
  }
});

test("every word is in the dictionary or in docs/prose.txt", () => {
  const spelling = nspell({ aff: Buffer.from(dictionary.aff), dic: Buffer.from(dictionary.dic) });
  spelling.personal(knownWords().join("\n"));
  const isWrong = memo((word) => !spelling.correct(word));
  const found = spelt.flatMap(({ place, text }) =>
    wordsOf(text)
      .filter(isWrong)
      .map((word) => `${place}: ${advice(word)}`),
  );
  expect(found).toEqual([]);

  function advice(word: string): string {
    const [nearest] = spelling.suggest(word);
    return `"${word}"${nearest === undefined ? "" : `: did you mean "${nearest}"?`} A name goes into docs/prose.txt`;
  }
});

test("docs/prose.txt is sorted, and holds only words that are used", () => {
  const known = knownWords();
  expect(known).toEqual(known.toSorted((a, b) => a.localeCompare(b, "en")));
  const used = new Set(spelt.flatMap(({ text }) => wordsOf(text)));
  expect(known.filter((word) => !used.has(word))).toEqual([]);
});

test.each(habits)("nobody writes $habit", ({ pattern, instead }) => {
  const found = prose.filter(({ place, text }) => pattern.test(text) && !place.startsWith(thisFile));
  const advice = found.map(({ place, text }) => `${place}: "${pattern.exec(text)?.[0]}": write ${instead}`);
  expect(advice).toEqual([]);
});

describe("prose", () => {
  test("of a page is what is neither code nor an address", () => {
    expect(proseOfPage("See `a b` [here](c d).\n```\ncode\n```\nEnd")).toBe(
      "See       [here      .\n   \n    \n   \nEnd",
    );
  });

  test("of a file is its comments and its texts", () => {
    const code = 'a = "two words"; // as `b`\nf("one", `from ${a} on`);';
    expect(proseOfCode(code)).toEqual({
      comment: "                 // as    \n                       ",
      text: '    "two words"           \n         `from      on`',
    });
  });
});

function knownWords(): string[] {
  return readFileSync(join(root, "docs/prose.txt"), "utf8").trimEnd().split("\n");
}

/** Names of code have capitals inside, digits, dots, dashes, underscores or slashes: they are not words. */
function wordsOf(text: string): string[] {
  return (text.match(/(?<![\w./\\$@-])[A-Za-z][a-z]+(?![\w/(=-]|\.\w)/g) ?? []).map(String);
}

function memo(judge: (word: string) => boolean): (word: string) => boolean {
  const known = new Map<string, boolean>();
  return (word) => {
    const before = known.get(word);
    if (before !== undefined) return before;
    const now = judge(word);
    known.set(word, now);
    return now;
  };
}
