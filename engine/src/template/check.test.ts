// What compiles and what does not is in check.test-d.ts. Here: what TypeScript says, which is what a student reads.

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildContext } from "../build-context.ts";
import { DAG } from "../dag.ts";
import { EmptyOperator } from "../operators/empty.ts";
import { memoryStore } from "../store/memory.ts";
import { byHand, orderOf } from "../testing.ts";
import { templateVariables } from "./variables.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const compiler = join(root, "node_modules", "typescript", "bin", "tsc");

const header = `import { BashOperator, DAG, FunctionOperator } from "@daglings/engine";
const dag = new DAG({ schedule: null });
`;
const callable = "callable: ({ templatesDict }) => void templatesDict";
const sources = {
  bash: 'new BashOperator({ dag, taskId: "fetch", bashCommand: "curl {{dss}}" });',
  deep: `new FunctionOperator({ dag, taskId: "work", templatesDict: { paths: ["{{ds}}", "{{ dss }}"] }, ${callable} });`,
  every: everyVariable()
    .map((name) => `new BashOperator({ dag, taskId: "a", bashCommand: "echo {{ ${name} }}" });`)
    .join("\n"),
  // Thirty tasks as a large lesson could have them: the check must not grow with what is not wrong.
  large: Array.from({ length: 30 }, (_, index) => {
    const command = `curl {{ds}} `.repeat(20);
    const options = `templatesDict: { path: "data/{{ds}}.json" }, callable: ({ templatesDict }) => templatesDict.path`;
    return `new BashOperator({ dag, taskId: "a${index}", bashCommand: "${command}" });
      new FunctionOperator({ dag, taskId: "b${index}", ${options} });`;
  }).join("\n"),
};

let folder: string;
const said: Record<string, string[]> = {};
beforeAll(async () => {
  // A folder with a dot is not part of the project's own type check.
  folder = mkdtempSync(join(root, "engine", ".types-"));
  for (const [name, source] of Object.entries(sources))
    writeFileSync(join(folder, `${name}.ts`), header + source);
  const files = Object.keys(sources).map((name) => `${name}.ts`);
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ extends: "../../tsconfig.json", files, include: [] }),
  );
  const output = await new Promise<string>((resolve) => {
    execFile(execPath, [compiler, "--project", folder, "--pretty", "false"], { cwd: folder }, (_, stdout) => {
      resolve(stdout);
    });
  });
  for (const line of output.split("\n")) {
    const [, name = ""] = /^(\w+)\.ts\(/.exec(line) ?? [];
    if (line !== "") (said[name] ??= []).push(line);
  }
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

/** Every variable that a template can use when it runs. */
function everyVariable(): string[] {
  const dag = new DAG(byHand);
  const order = orderOf(new EmptyOperator({ dag, taskId: "work" }));
  const store = memoryStore();
  const signal = new AbortController().signal;
  const context = buildContext({
    dag,
    order,
    store,
    signal,
    log: () => {},
    pushed: {},
    triggered: [],
    extras: {},
  });
  return Object.keys(templateVariables(context, () => 0));
}

test("a typing slip in a command is named by the compiler, in its line", () => {
  expect(said["bash"]?.join()).toMatch(
    /^bash\.ts\(3,\d+\): error TS2322: Type '"curl \{\{dss\}\}"' is not assignable to type '"unknown template variable: dss"'\.$/,
  );
});

test("so is one deep in a list", () => {
  expect(said["deep"]?.join()).toMatch(
    /^deep\.ts\(3,\d+\): error TS2322: .*"unknown template variable: dss"/,
  );
});

test("whatever a template can use at run time, the compiler knows", () => {
  expect(everyVariable().length).toBeGreaterThan(40);
  expect(said["every"]).toBeUndefined();
});

test("a file may have many tasks", () => {
  expect(said["large"]).toBeUndefined();
});

test("the compiler has nothing else to say", () => {
  expect(Object.keys(said).toSorted()).toEqual(["bash", "deep"]);
});
