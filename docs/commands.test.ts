// Every command that a page, or a lesson's own text, tells a reader to type: the command parses its words as if it ran,
// so that a wrong flag is found, and the things that they name (lessons, variants, files, benchmarks) must exist. Those that can be run
// in a test are run elsewhere: kit/src/dags/pages.test.ts, kit/src/commands/lesson-18-table.test.ts, stage/src/variants*.test.ts.

import { execFile } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { execPath } from "node:process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { readCommand as readChaos } from "../chaos/command-line.ts";
import { readCommand as readConformance } from "../conformance/command-line.ts";
import { readCommand as readEventsApi } from "../events-api/src/command-line.ts";
import { readFlags, type Command, type Flags } from "../kit/src/command-line.ts";
import { findFrame } from "../kit/src/frame/frame-file.ts";
import type { CommandOfParts } from "../kit/src/parts.ts";
import { findLesson, findVariant, readLesson } from "../stage/src/catalogue.ts";
import { commandsIn, commandsOfLessons, commandsOnPages, wordsOf } from "./commands.ts";
import { root } from "./house.ts";

const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  scripts: Record<string, string>;
};

test("every command on a page can be typed as it is written there", { timeout: 60_000 }, async () => {
  const typed = [...commandsOnPages(), ...(await commandsOfLessons())];
  expect(typed.length).toBeGreaterThan(300);
  expect(typed.filter(({ place }) => place.startsWith("README.md")).length).toBeGreaterThan(20);
  const places = Map.groupBy(typed, ({ text }) => text);
  const found = await Promise.all(
    [...places].map(async ([text, [first]]) => {
      const objection = await objectionTo(text);
      return objection === null ? [] : `${first?.place}: ${text}: ${objection}`;
    }),
  );
  expect(found.flat()).toEqual([]);
});

test.each([
  ["pnpm lessons", /no script "lessons"/],
  ["pnpm lesson 08 --varient fixed-input", /no flag --varient/],
  ["pnpm lesson 08 --variant fixed-inputs", /no variant "fixed-inputs"/],
  ["pnpm lesson 88", /no lesson "88"/],
  ["pnpm lesson 08 --frame pandas", /pandas/],
  ["pnpm lesson 08 --file nowhere.ts", /nowhere\.ts is not there/],
  ["pnpm dags shoe 08_templated_path", /no "shoe"/],
  ["pnpm dags list --count 5", /no flag --count/],
  ["pnpm dags show 08_template", /08_template is not a lesson/],
  ["pnpm flow run beyond/flow/examples/house.ts:warehouse", /house\.ts is not there/],
  ["pnpm test engine/src/cores", /engine\/src\/cores is not there/],
  ["pnpm test:chaos round-robin", /round-robin is not a part of a file's name/],
  ["pnpm test:chaos --round 3", /--round/],
  ["pnpm test:temporal outcome-s", /outcome-s is not a part of a file's name/],
  ["pnpm test:airflow 16", /lesson 16 cannot be compared/],
  ["pnpm test:airflow --airflow 4", /--airflow is "4"/],
  ["pnpm test:airflow --python python3", /--python names the Airflow of one version/],
  ["pnpm bench chains", /no benchmark "chains"/],
  ["pnpm bench --quickly", /--quickly/],
  ["pnpm exchange --ports 1", /--ports/],
  ["pnpm events-api --ports 1", /--ports/],
  ["air-executor statuses", /no "statuses"/],
  ["pnpm air-executor run --jobs a", /no flag --jobs/],
])("%s is found", async (text, why) => {
  expect(await objectionTo(text)).toMatch(why);
});

test("commands are found in code and in blocks of a shell", () => {
  const page =
    "Type `pnpm a b`, not `c`.\n```sh\nnpx -y pnpm d # why\nR=1; pnpm e --f 'g h' | i\n```\n```ts\npnpm j\n```\n";
  expect(commandsIn(page)).toEqual([
    { line: 1, text: "pnpm a b" },
    { line: 3, text: "pnpm d" },
    { line: 4, text: "pnpm e --f 'g h'" },
  ]);
  expect(wordsOf("pnpm e --f 'g h' x=\"y z\"")).toEqual(["pnpm", "e", "--f", "g h", "x=y z"]);
});

/** What is wrong with a command; null if nothing is. */
async function objectionTo(text: string): Promise<string | null> {
  try {
    const [program = "", ...words] = wordsOf(withExamples(text));
    if (program === "air-executor") await readAs("air-executor", words);
    else
      await readAs(
        words[0] === "-s" ? (words[1] ?? "") : (words[0] ?? ""),
        words.slice(words[0] === "-s" ? 2 : 1),
      );
    return null;
  } catch (error) {
    const { message, stderr = "" } = error as Error & { stderr?: string };
    return stderr || message;
  }
}

/** Words in capitals stand for others, and brackets around what can be left out. */
function withExamples(text: string): string {
  return text
    .replaceAll(/[[\]]/g, "")
    .replaceAll(/\bNN\b/g, "08")
    .replaceAll(/--frame NAME\b/g, "--frame polars")
    .replaceAll(/\bN\b/g, "1");
}

async function readAs(name: string, words: readonly string[]): Promise<void> {
  if (["install", "pnpm"].includes(name)) return;
  const script = scripts[name];
  if (script === undefined) throw new Error(`there is no script "${name}" in package.json`);
  if (script.startsWith("node kit/src/main.js ") && !name.startsWith("verify:")) return readKit(name, words);
  const readers: Readonly<Record<string, () => unknown>> = {
    // These print their help when all words were read.
    "air-executor": () => call("beyond/air-executor/src/main.ts", [...words, "--help"]),
    exchange: () => call("binance/src/main.ts", [...words, "--help"]),
    "events-api": () => readEventsApi(words, {}),
    bench: () => readBench(words),
    test: () => expectFiles(words),
    "test:airflow": () => readConformance(words),
    "test:chaos": () => expectTests("chaos", words),
    "test:temporal": () => expectTests("beyond/temporal/src", words),
  };
  if (readers[name]) await readers[name]();
  else if (words.length > 0) throw new Error(`pnpm ${name} takes no words`);
}

function expectTests(folder: string, words: readonly string[]): void {
  for (const word of readChaos(words).positionals) {
    const isPart = globSync(`${folder}/*${word}*.test.ts`, { cwd: root }).length > 0;
    if (!isPart) throw new Error(`${word} is not a part of a file's name`);
  }
}

async function readKit(name: string, args: readonly string[]): Promise<void> {
  const module = (await import(join(root, `kit/src/commands/${name}.ts`))) as Record<
    string,
    Command | CommandOfParts
  >;
  const command = module[name];
  if (command === undefined) throw new Error(`kit/src/commands/${name}.ts exports no ${name}`);
  const flags = readFlags(
    args.map((arg) => (arg === "--live" ? "--live=mock" : arg)),
    command.options,
    name,
  );
  // Without a word, the whole family of commands is meant: `pnpm dags`.
  if ("choose" in command && flags.words.length > 0) command.choose(callOf(flags));
  await expectNamed(name, flags);
}

function callOf({ words, values }: Flags): Parameters<CommandOfParts["choose"]>[0] {
  return {
    words,
    isSet: (flag) => values[flag] === true,
    texts: (flag) => [values[flag] ?? []].flat().map(String),
  };
}

/** Lessons, variants, frames and files. */
async function expectNamed(name: string, { words, values }: Flags): Promise<void> {
  const text = (flag: string) => (typeof values[flag] === "string" ? values[flag] : undefined);
  const numbers = words.filter((word) => /^\d\d$/.test(word));
  for (const number of [...numbers, ...(text("lesson")?.split(",") ?? [])]) findLesson(number);
  if (["check", "diff", "hint", "lesson", "reset", "restore", "start", "watch"].includes(name)) {
    const other = words.find((word) => !numbers.includes(word));
    if (other !== undefined) throw new Error(`${other} is not the number of a lesson`);
  }
  const entry = numbers[0] === undefined ? null : findLesson(numbers[0]);
  const [variant, frame] = [text("variant"), text("frame")];
  if (variant !== undefined && entry) findVariant(entry, await readLesson(entry), variant);
  if (frame !== undefined) findFrame(frame);
  const folders = ["dir", "store"].flatMap((flag) => /^runs\/(\d\d_\w+)/.exec(text(flag) ?? "")?.[1] ?? []);
  for (const id of [...words.filter((word) => /^\d\d_/.test(word)), ...folders]) {
    if (!existsSync(join(root, "lessons", id))) throw new Error(`${id} is not a lesson`);
  }
  expectFiles([...words, text("file") ?? ""].filter((word) => /\.ts\b/.test(word)));
}

/** Files that a reader makes are not there yet. */
const made = ["mine.ts", "mended.ts", "pipelines/stats.ts"];

function expectFiles(paths: readonly string[]): void {
  for (const path of paths) {
    const [file = ""] = path.split(":");
    if (file !== "" && !made.includes(file) && !existsSync(join(root, file)))
      throw new Error(`${file} is not there`);
  }
}

/** It refuses to write what was not measured in full, but only when it has read everything else. */
async function readBench(words: readonly string[]): Promise<void> {
  const refusal = await call("bench/main.ts", [...words, "--quick", "--write"]).then(
    () => "it has run",
    (error: unknown) => (error as { stderr: string }).stderr,
  );
  if (!refusal.includes("--write needs full measurements")) throw new Error(refusal);
}

function call(file: string, args: readonly string[]) {
  return promisify(execFile)(execPath, [join(root, file), ...args], { cwd: root });
}
