import { describe, expect, test } from "vitest";
import { carry, isAlike } from "./merge.ts";

const base = { name: "05", text: "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\n" };
const later = (name: string, change: (text: string) => string) => ({ name, text: change(base.text) });
const textOf = (merged: ReturnType<typeof carry>[number] | undefined) =>
  merged && "text" in merged ? merged.text : undefined;

describe("a change that is carried on", { timeout: 30_000 }, () => {
  const mended = base.text.replace("two", "TWO");

  test("goes into each later lesson, beside what that one has changed", () => {
    const [six, seven] = carry(base, mended, [
      later("06", (text) => text.replace("seven", "7")),
      later("07", (text) => text.replace("seven", "7").replace("eight", "8")),
    ]);
    expect(six).toEqual({
      type: "changed",
      name: "06",
      text: "one\nTWO\nthree\nfour\nfive\nsix\n7\neight\n",
    });
    expect(textOf(seven)).toBe("one\nTWO\nthree\nfour\nfive\nsix\n7\n8\n");
  });

  test("changes nothing where it is there already", () => {
    expect(carry(base, mended, [later("06", () => mended)])).toEqual([{ type: "unchanged", name: "06" }]);
  });

  test("is merged word by word where lines stand side by side", () => {
    const old = { name: "05", text: "curl --fail x &&\n  curl --out a b\nend\nend\n" };
    const ours = { name: "06", text: "curl --fail x &&\n  curl --out {{ds}} b\nend\nend\n" };
    const [six] = carry(old, old.text.replace("--fail", "--fail --location"), [ours]);
    expect(six?.type).toBe("changed by words");
    expect(textOf(six)).toBe("curl --fail --location x &&\n  curl --out {{ds}} b\nend\nend\n");
  });

  test("stops at the first conflict, and shows all three sides of it", () => {
    const merged = carry(base, mended, [
      later("06", (text) => text.replace("eight", "8")),
      later("07", (text) => text.replace("two", "zwei")),
      later("08", (text) => text.replace("eight", "8")),
    ]);
    expect(merged.map(({ type }) => type)).toEqual(["changed", "conflict"]);
    expect(textOf(merged[1])).toContain(
      "<<<<<<< 07\nzwei\n||||||| 05 as it was\ntwo\n=======\nTWO\n>>>>>>> 05 mended\n",
    );
  });

  test("ends where a lesson begins anew", () => {
    const merged = carry(base, mended, [later("06", () => "something\nelse\n"), later("07", (text) => text)]);
    expect(merged).toEqual([{ type: "begins anew", name: "06" }]);
  });
});

test("two files are alike when they share half of their lines", () => {
  expect(isAlike("a\nb\n", "a\nc\n")).toBe(true);
  expect(isAlike("a\nb\nc\n", "a\nd\ne\n")).toBe(false);
});
