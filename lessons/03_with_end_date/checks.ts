// What this lesson asks of a student's version, and how it is judged.

import type { Check, Task } from "@daglings/lessons";

export const task: Task = {
  why: "Nothing is wrong with the result of lesson 02: five runs, the same two files. But its import names each function that it needs, and that list grows with every lesson. Another style of import changes how the file reads, but not what it does.",
  must: [
    { says: "arquero is imported as a whole, under a name: import * as …", shownBy: ["03.1"] },
    { says: "The runs and files are the same as before.", shownBy: ["02.1", "01.5", "01.6"] },
  ],
  notYet: ["Anything about schedules: this lesson is only about the file."],
  learned:
    "How a file is written is one thing, and what it produces another: checks look at what it produces.",
};

export const checks: readonly Check[] = [
  {
    id: "03.1",
    name: "arquero is imported as a whole",
    does: "looks for a namespace import of arquero in the text of your file; this is the only lesson that looks into the text",
    why: "With aq.op.count() a reader sees at once where count comes from.",
    requires: ["01.1"],
    experiment: "run",
    hints: [
      "Which ways are there to write an import, and which one gives the whole package a name?",
      "MDN calls it a namespace import. What used to be op is then a part of it.",
      `import * as aq from "arquero";
// and then: aq.op.count()`,
    ],
    judge: ({ source }) => {
      const imports = arqueroImports(source);
      const isWhole = imports.length > 0 && imports.every((text) => text.startsWith("import * as "));
      const expected = 'import * as … from "arquero"';
      return [
        {
          what: "the import",
          expected,
          actual: isWhole ? expected : imports.join("\n") || "no import of arquero",
        },
      ];
    },
  },
];

/** Each on one line, without those that are comments, and those that import types alone. */
function arqueroImports(source: string): string[] {
  const code = source.replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, "");
  const found = code.matchAll(/^[ \t]*import\s+(?!type\s)[^;"']*?\s*from\s*["']arquero["']/gm);
  return [...found].map(([text]) => text.trim().replaceAll(/\s+/g, " "));
}
