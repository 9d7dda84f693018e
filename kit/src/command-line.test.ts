import { resolve } from "node:path";
import { UsageError } from "@daglings/engine";
import { afterEach, describe, expect, test, vi } from "vitest";
import { onlyWord, readFlags, userPath, type Call } from "./command-line.ts";

const options = { variant: { type: "string" }, keep: { type: "boolean" } } as const;
const read = (...args: string[]) => readFlags(args, options, "lesson");

test("flags and words are told apart", () => {
  expect(read("08", "--variant", "fixed-output", "--keep", "--json")).toMatchObject({
    words: ["08"],
    values: { variant: "fixed-output", keep: true, json: true },
  });
  expect(read("--variant=a=b", "08")).toMatchObject({ words: ["08"], values: { variant: "a=b" } });
  expect(read("-h").values["help"]).toBe(true);
});

describe("what is wrong is said in a sentence", () => {
  test.each([
    [["--varient", "x"], 'pnpm lesson has no flag --varient; did you mean "--variant"?'],
    [["--plian"], 'pnpm lesson has no flag --plian; did you mean "--plain"?'],
    [["--xyzzy=3"], "pnpm lesson has no flag --xyzzy; pnpm lesson --help shows what there is"],
    [["--constructor"], "pnpm lesson has no flag --constructor; pnpm lesson --help shows what there is"],
    [["08", "--variant"], "--variant needs a value; pnpm lesson --help shows what there is"],
    [["--variant", "--keep"], "--variant needs a value; pnpm lesson --help shows what there is"],
    [["--keep=yes"], "--keep takes no value; pnpm lesson --help shows what there is"],
    [["--help=yes"], "--help takes no value; pnpm lesson --help shows what there is"],
    [["-x"], "pnpm lesson has no flag -x; pnpm lesson --help shows what there is"],
    [["-1"], "pnpm lesson has no flag -1; pnpm lesson --help shows what there is"],
  ])("%j: %s", (args, sentence) => {
    expect(() => read(...args)).toThrow(new UsageError(sentence));
  });
});

test("one word is enough", () => {
  const call = (...words: string[]) => ({ words }) as unknown as Call;
  expect(onlyWord(call(), "check")).toBeUndefined();
  expect(onlyWord(call("08"), "check")).toBe("08");
  expect(() => onlyWord(call("08", "09"), "check")).toThrow(
    new UsageError('pnpm check takes one lesson, and "09" is one word too many'),
  );
});

describe("a path is meant from where the user is", () => {
  afterEach(() => vi.unstubAllEnvs());

  test("which pnpm says", () => {
    vi.stubEnv("INIT_CWD", resolve("some", "where"));
    expect(userPath("my.ts")).toBe(resolve("some", "where", "my.ts"));
    expect(userPath(resolve("my.ts"))).toBe(resolve("my.ts"));
    vi.stubEnv("INIT_CWD", undefined);
    expect(userPath("my.ts")).toBe(resolve("my.ts"));
  });
});
