import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execPath } from "node:process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

// Vitest reads programs in a way of its own: here Node itself is to load the files, from a folder without any package.
const load = new URL("load.ts", import.meta.url).href;
const script = `
  import { loadDag, loadDags } from ${JSON.stringify(load)};
  const answer = (work) => work.then((value) => value, (error) => String(error));
  const name = ({ dagId, file }) => [dagId, file];
  const answers = {};
  for (const file of process.argv.slice(1)) {
    answers[file] = {
      one: await answer(loadDag(file).then(name)),
      all: await answer(loadDags(file).then((dags) => dags.map(name))),
    };
  }
  console.log(JSON.stringify(answers));
`;

const header = `import { DAG } from "@daglings/engine";\n`;

const files = {
  "08_templated_path/dag.ts": `${header}export default new DAG({ schedule: null });`,
  "named.ts": `${header}export default new DAG({ schedule: null, dagId: "mine" });`,
  "several.ts":
    `${header}export const a = new DAG({ schedule: null, dagId: "a" });\n` +
    `export const b: DAG = new DAG({ schedule: null, dagId: "b" });\nexport const other = 5;\nexport default a;`,
  "none.ts": `${header}const dag = new DAG({ schedule: null });`,
  "something_else.ts": "export default { dagId: 'mine' };",
  "refused.ts": `${header}export default new DAG({ shedule: null });`,
  "broken.ts": `${header}\nexport default new DAG({ schedule: );`,
  "enum.ts": `${header}enum Colour { Red }\nexport default Colour;`,
  "imports_broken.ts": `import "./broken.ts";`,
  "no_such_export.ts": `import { BashOperatr } from "@daglings/engine";\nexport default BashOperatr;`,
  "throws.ts": `${header}\nconst dag = new DAG({ schedule: nul });\nexport default dag;`,
  "throws_a_text.ts": `throw "boom";\nexport {};`,
  "no_package.ts": `${header}\nimport { sum } from "lodahs/math";\nexport default sum;`,
  "no_file.ts": `${header}import { help } from "./help.ts";\nexport default help;`,
  "half_a_name.ts": `import { DAG } from "./named";\nexport default DAG;`,
  "imports_no_package.ts": `import "./no_package.ts";`,
  "bad_json.ts": `\nexport default JSON.parse("{");`,
};

interface Answer {
  readonly one: unknown;
  readonly all: unknown;
}
let folder: string;
let answers: Record<string, Answer>;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "daglings-load-")));
  for (const [file, source] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), source);
  }
  const names = [...Object.keys(files), "missing.ts"];
  const output = execFileSync(execPath, ["--input-type=module", "--eval", script, ...names], { cwd: folder });
  answers = JSON.parse(output.toString()) as Record<string, Answer>;
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("a file gives", () => {
  test("the DAG that it exports by default, named after its folder", () => {
    const file = join(folder, "08_templated_path", "dag.ts");
    expect(answers["08_templated_path/dag.ts"]?.one).toEqual(["08_templated_path", file]);
    expect(answers["named.ts"]?.one).toEqual(["mine", join(folder, "named.ts")]);
  });

  test("all its DAGs, each once, under whichever name it exports them", () => {
    const file = join(folder, "several.ts");
    expect(answers["several.ts"]?.one).toEqual(["a", file]);
    expect(answers["several.ts"]?.all).toEqual([
      ["a", file],
      ["b", file],
    ]);
    expect(answers["none.ts"]?.all).toEqual([]);
  });
});

describe("a file is refused that", () => {
  test.each([
    ["is not there", "missing.ts", "missing.ts: there is no such file; check the path"],
    ["exports no DAG", "none.ts", "none.ts: exports no DAG; end it with: export default dag;"],
    [
      "exports something else",
      "something_else.ts",
      "something_else.ts: exports something other than a DAG by default; end it with: export default dag;",
    ],
    [
      "has a DAG that is refused",
      "refused.ts",
      'refused.ts: option "shedule" is unknown; did you mean "schedule"?',
    ],
    ["does not parse", "broken.ts", "broken.ts:3: does not parse: Expression expected; mend that line"],
    [
      "has what Node does not strip",
      "enum.ts",
      "enum.ts:2: does not parse: TypeScript enum is not supported in strip-only mode; mend that line",
    ],
    [
      "needs one that does not parse",
      "imports_broken.ts",
      "broken.ts:3: does not parse: Expression expected; mend that line",
    ],
    [
      "needs what is not there",
      "no_such_export.ts",
      "no_such_export.ts:1: The requested module '@daglings/engine' does not provide an export " +
        "named 'BashOperatr'; import what is there",
    ],
    [
      "needs a package that is not installed",
      "no_package.ts",
      'no_package.ts:3: imports the package "lodahs", which is not installed; do without it, or see to it that it is',
    ],
    [
      "needs one that needs such a package",
      "imports_no_package.ts",
      'no_package.ts:3: imports the package "lodahs", which is not installed; do without it, or see to it that it is',
    ],
    [
      "needs a file that is not there",
      "no_file.ts",
      "no_file.ts:2: imports help.ts, and there is no such file; check the path",
    ],
    [
      "leaves out the end of a file's name",
      "half_a_name.ts",
      "half_a_name.ts:1: imports named, and there is no such file; write its name whole, with .ts",
    ],
    ["throws", "throws.ts", "throws.ts:3: fails while it is loaded: nul is not defined"],
    [
      "throws no Error",
      "throws_a_text.ts",
      'throws_a_text.ts: fails while it is loaded: threw "boom", which is not an Error; write throw new Error("…")',
    ],
    [
      "reads what does not parse",
      "bad_json.ts",
      "bad_json.ts:2: fails while it is loaded: Expected property name or '}' in JSON at position 1 " +
        "(line 1 column 2)",
    ],
  ])("%s", (_, file, message) => {
    expect(answers[file]?.one).toBe(`UsageError: ${message}`);
  });
});
