import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { entryFile, findLesson, kitFolder } from "../../../stage/src/catalogue.ts";
import { checkFile } from "../trial/check-file.ts";
import { inTemporaryFolder } from "../../../stage/src/testing.ts";
import { writeTo } from "@daglings/stage";
import { emptyResult, failResult, passResult, resultWith, samples, testWith } from "./testing.ts";

const schema = JSON.parse(readFileSync(join(kitFolder, "grading", "result.schema.json"), "utf8")) as object;
const isValid = new Ajv2020({ strict: true }).compile(schema);

function objections(value: unknown): string[] {
  isValid(value);
  return (isValid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe("grading/result.schema.json", { timeout: 60_000 }, () => {
  test.each(samples)("accepts a result with status $status", (result) => {
    expect(objections(result)).toEqual([]);
  });

  test.each([
    ["the lesson itself", () => readFileSync(entryFile(findLesson("02")), "utf8"), "pass"],
    ["a file that exports no DAG", () => "export const answer = 42;\n", "fail"],
    ["a file that does not parse", () => "const x = ;\n", "error"],
  ])("accepts what a check of %s gives", async (_, text, status) => {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, "dag.ts");
      writeTo(file, text());
      const result = await checkFile(findLesson("02"), file, { seeds: [0] });
      expect(result.status).toBe(status);
      expect(objections(JSON.parse(JSON.stringify(result)))).toEqual([]);
    });
  });

  test.each<[string, object]>([
    ["no schema", { ...passResult, schema: undefined }],
    ["another schema", { ...passResult, schema: "daglings/result/v2" }],
    ["an unknown field", { ...passResult, grade: "A" }],
    ["an unknown status", { ...passResult, status: "skip" }],
    ["a pass without a test", { ...passResult, tests: [] }],
    ["a pass with a failing test", { ...passResult, tests: failResult.tests }],
    ["a failure without a failing test", { ...failResult, tests: passResult.tests }],
    ["an error without a message", { ...emptyResult, message: null }],
    ["a message where all is well", { ...passResult, message: "well done" }],
    ["half a mark", { ...failResult, score: 0.5 }],
    ["a local time", { ...passResult, started: "2026-09-20T09:00:00+02:00" }],
    ["no seed", { ...passResult, seeds: [] }],
    ["a lesson by its number alone", { ...passResult, lesson: "08" }],
    ["a test that fails without a word", resultWith({ tests: [testWith({ status: "fail", score: 0 })] })],
    ["a failing test with a mark", resultWith({ tests: [testWith({ status: "fail", message: "no" })] })],
    ["a line before the first", resultWith({ tests: [testWith({ line: 0 })] })],
    ["an unknown field in a test", resultWith({ tests: [{ ...testWith({}), hidden: true } as never] })],
  ])("rejects %s", (_, value) => {
    expect(objections(value)).not.toEqual([]);
  });
});
