import { gzipSync } from "node:zlib";
import { UsageError } from "@daglings/engine";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesIn } from "./file-tree.ts";
import { openZip } from "./zip.ts";
import { packZip, type ToPack } from "./zip-testing.ts";

const open = (zip: Uint8Array) => openZip(bytesIn(zip));
const textIn = (zip: Uint8Array, path: string) => Buffer.from(open(zip).read(path)).toString();

/** How other programs pack `work/02_daily_schedule/dag.ts`. */
const foreign = {
  "git archive, as GitHub has it":
    "UEsDBAoAAAAAANyzeV0AAAAAAAAAAAAAAAAKAAkAcmVwby1tYWluL1VUBQABoGEHa1BLAwQKAAAAAADcs3ld6mIP+QcAAAAHAAAAEwAJAHJlcG8tbWFpbi9SRUFETUUubWRVVAUAAaBhB2sjIG1pbmUKUEsDBAoAAAAAANyzeV0AAAAAAAAAAAAAAAAPAAkAcmVwby1tYWluL3dvcmsvVVQFAAGgYQdrUEsDBAoAAAAAANyzeV0AAAAAAAAAAAAAAAAhAAkAcmVwby1tYWluL3dvcmsvMDJfZGFpbHlfc2NoZWR1bGUvVVQFAAGgYQdrUEsDBAoAAAAAANyzeV3qShA2EgAAABIAAAAnAAkAcmVwby1tYWluL3dvcmsvMDJfZGFpbHlfc2NoZWR1bGUvZGFnLnRzVVQFAAGgYQdrZXhwb3J0IGRlZmF1bHQgMTsKUEsBAgAACgAAAAAA3LN5XQAAAAAAAAAAAAAAAAoACQAAAAAAAAAQAAAAAAAAAHJlcG8tbWFpbi9VVAUAAaBhB2tQSwECAAAKAAAAAADcs3ld6mIP+QcAAAAHAAAAEwAJAAAAAAABAAAAAAAxAAAAcmVwby1tYWluL1JFQURNRS5tZFVUBQABoGEHa1BLAQIAAAoAAAAAANyzeV0AAAAAAAAAAAAAAAAPAAkAAAAAAAAAEAAAAHIAAAByZXBvLW1haW4vd29yay9VVAUAAaBhB2tQSwECAAAKAAAAAADcs3ldAAAAAAAAAAAAAAAAIQAJAAAAAAAAABAAAACoAAAAcmVwby1tYWluL3dvcmsvMDJfZGFpbHlfc2NoZWR1bGUvVVQFAAGgYQdrUEsBAgAACgAAAAAA3LN5XepKEDYSAAAAEgAAACcACQAAAAAAAQAAAAAA8AAAAHJlcG8tbWFpbi93b3JrLzAyX2RhaWx5X3NjaGVkdWxlL2RhZy50c1VUBQABoGEHa1BLBQYAAAAABQAFAIcBAABQAQAAKAA1Yzk3M2U3MjM0ZGVhYWNlZjdjMDY3MDdiNTg3YzM4NmE0ZWJiMjVm",
  "zip -r":
    "UEsDBAoAAAAAANyzeV0AAAAAAAAAAAAAAAAFAAAAd29yay9QSwMECgAAAAAA3LN5XQAAAAAAAAAAAAAAABcAAAB3b3JrLzAyX2RhaWx5X3NjaGVkdWxlL1BLAwQKAAAAAADcs3ld6koQNhIAAAASAAAAHQAAAHdvcmsvMDJfZGFpbHlfc2NoZWR1bGUvZGFnLnRzZXhwb3J0IGRlZmF1bHQgMTsKUEsBAh4DCgAAAAAA3LN5XQAAAAAAAAAAAAAAAAUAAAAAAAAAAAAQAO1BAAAAAHdvcmsvUEsBAh4DCgAAAAAA3LN5XQAAAAAAAAAAAAAAABcAAAAAAAAAAAAQAO1BIwAAAHdvcmsvMDJfZGFpbHlfc2NoZWR1bGUvUEsBAh4DCgAAAAAA3LN5XepKEDYSAAAAEgAAAB0AAAAAAAAAAQAAAKSBWAAAAHdvcmsvMDJfZGFpbHlfc2NoZWR1bGUvZGFnLnRzUEsFBgAAAAADAAMAwwAAAKUAAAAAAA==",
  "Python's zipfile":
    "UEsDBBQAAAAIANyzeV3qShA2FAAAABIAAAAdAAAAd29yay8wMl9kYWlseV9zY2hlZHVsZS9kYWcudHNLrSjILypRSElNSyzNKVEwtOYCAFBLAQIUAxQAAAAIANyzeV3qShA2FAAAABIAAAAdAAAAAAAAAAAAAACAAQAAAAB3b3JrLzAyX2RhaWx5X3NjaGVkdWxlL2RhZy50c1BLBQYAAAAAAQABAEsAAABPAAAAAAA=",
  "zip into a pipe":
    "UEsDBBQACAAIANyzeV0AAAAAAAAAABIAAAAdAAAAd29yay8wMl9kYWlseV9zY2hlZHVsZS9kYWcudHNLrSjILypRSElNSyzNKVEwtOYCAFBLBwjqShA2FAAAABIAAABQSwECHgMUAAgACADcs3ld6koQNhQAAAASAAAAHQAAAAAAAAABAAAApIEAAAAAd29yay8wMl9kYWlseV9zY2hlZHVsZS9kYWcudHNQSwUGAAAAAAEAAQBLAAAAXwAAAAAA",
};

/** What comes of reading all of it. */
function troubleWith(zip: Uint8Array): unknown {
  try {
    const tree = open(zip);
    for (const path of tree.paths) tree.read(path);
    return null;
  } catch (error) {
    return error;
  }
}

describe("a zip", () => {
  test.each(Object.entries(foreign))("by %s is read", (_, base64) => {
    const zip = Buffer.from(base64, "base64");
    const path = open(zip).paths.at(-1) ?? "";
    expect(path).toMatch(/^(repo-main\/)?work\/02_daily_schedule\/dag\.ts$/);
    expect(textIn(zip, path)).toBe("export default 1;\n");
  });

  test("gives back whatever was packed into it", () => {
    const content = fc.uint8Array({ maxLength: 2000 });
    const files = fc.dictionary(fc.stringMatching(/^[a-zé漢]{1,8}$/), content, { maxKeys: 6 });
    const packed = fc.tuple(files, fc.constantFrom(0, 8), fc.string({ maxLength: 50 }));
    fc.assert(
      fc.property(packed, ([contents, method, comment]) => {
        const entries = Object.entries(contents).map(([name, each]) => ({
          path: `a/${name}`,
          content: each,
        }));
        const tree = open(
          packZip(
            entries.map((entry) => ({ ...entry, method })),
            Buffer.from(comment).toString("hex"),
          ),
        );
        expect(tree.paths).toEqual(entries.map(({ path }) => path).toSorted());
        for (const entry of entries) {
          expect(Buffer.from(tree.read(entry.path)).equals(entry.content)).toBe(true);
          expect(tree.sizeOf(entry.path)).toBe(entry.content.length);
        }
      }),
    );
  });

  test("from Windows has its folders, and one from a Mac only what was packed", () => {
    const names = [
      "work\\02\\dag.ts",
      "__MACOSX/work/._dag.ts",
      ".DS_Store",
      "./a/./b.ts",
      "node_modules/x.js",
    ];
    expect(open(packZip(names.map((path) => ({ path })))).paths).toEqual(["a/b.ts", "work/02/dag.ts"]);
  });

  test("has links as links, which are not followed", () => {
    const { paths, links } = open(packZip([{ path: "dag.ts", content: "/etc/passwd", mode: 0o120777 }]));
    expect([paths, links]).toEqual([[], ["dag.ts"]]);
  });

  test.each<[string, readonly ToPack[], string]>([
    ["a way out", [{ path: "a/../../x" }], 'it has "a/../../x", which leads out of it; pack it again'],
    ["a way out on Windows", [{ path: "a\\..\\x" }], "leads out of it"],
    ["a path from the root", [{ path: "/etc/passwd" }], "leads out of it"],
    ["a path from a drive", [{ path: "c:/x" }], "leads out of it"],
    ["an end within a name", [{ path: "dag.ts\0.txt" }], "leads out of it"],
    ["a name without end", [{ path: "x".repeat(300) }], "whose name is too long: xxx"],
    ["two files in one place", [{ path: "a-b" }, { path: "a" }, { path: "./a" }], "it has a twice"],
    [
      "a file that is a folder",
      [{ path: "a" }, { path: "a-b" }, { path: "a/b" }],
      "it has a as a file and as a folder",
    ],
    [
      "a link that is a folder",
      [{ path: "work", content: "/etc", mode: 0o120777 }, { path: "work/x" }],
      "it has work as a file and as a folder",
    ],
  ])("with %s is refused", (_, files, message) => {
    expect(() => open(packZip(files))).toThrow(message);
  });

  const zeros = Buffer.alloc(30_000_000);
  test.each<[string, Omit<ToPack, "path">, string]>([
    ["a bomb that hides its size", { content: zeros, size: 1000 }, "x in it is larger than it says"],
    ["a bomb that says its size", { content: zeros, size: 4_000_000_000 }, "x in it is too large"],
    ["a file that is shorter than it says", { content: "abc", size: 4 }, "x in it is damaged; pack it again"],
    ["another file than was packed", { content: "abc", checksum: 1 }, "x in it is damaged"],
    ["what is not deflated", { content: "abc", method: 8, size: 3, checksum: 7 }, "x in it is damaged"],
    ["a password", { content: "abc", flags: 1 }, "x in it is locked with a password; pack it without one"],
    ["an unknown way of packing", { content: "abc", method: 14 }, "packed in a way that cannot be read (14)"],
  ])("that has %s is opened, and that file is refused", (_, file, message) => {
    const tree = open(packZip([{ path: "x", ...file }]));
    expect(tree.paths).toEqual(["x"]);
    expect(() => tree.read("x")).toThrow(message);
  });

  test("is told apart from what is none, or not whole", () => {
    const zip = packZip([{ path: "a", content: "text" }]);
    const missing = "it is not a zip, or only a part of one: its list of files is missing";
    for (const other of [Buffer.alloc(0), gzipSync("text"), zip.subarray(0, -1), zip.subarray(20, 30)]) {
      expect(() => open(other)).toThrow(missing);
    }
    expect(() => open(zip.subarray(5))).toThrow("its list of files is damaged");
  });

  test("with any bytes changed is read as before, or refused in a sentence", () => {
    const zip = packZip([
      { path: "work/a.ts", content: "a text that is long enough" },
      { path: "b", method: 0 },
    ]);
    const changes = fc.array(fc.tuple(fc.nat(zip.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(changes, (changed) => {
        const other = Buffer.from(zip);
        for (const [at, value] of changed) other[at] = value;
        expect(troubleWith(other)).toSatisfy((trouble) => trouble === null || trouble instanceof UsageError);
      }),
      { numRuns: 2000 },
    );
  });

  test("with as many names as it can hold is read in a moment", () => {
    const list = Array.from({ length: 65_000 }, (_, number) => ({
      path: `${"a/".repeat(20)}${number}`,
      method: 0,
    }));
    expect(open(packZip(list)).paths).toHaveLength(65_000);
  });
});
