import { describe, expect, test } from "vitest";
import { actions } from "./actions.ts";
import { emptyResult, failResult, failing, nasty, passResult, resultWith, samples } from "./testing.ts";

interface Obeyed {
  readonly command: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** What the runner of GitHub Actions obeys in a log. */
function obeyed(log: string): Obeyed[] {
  const commands: Obeyed[] = [];
  let word: string | null = null;
  for (const line of log.split(/\r\n|\r|\n/)) {
    if (word !== null) {
      if (line.trim() === `::${word}::`) word = null;
      continue;
    }
    const [, command, given = "", data = ""] = /^\s*::([\w-]+)(?: ([^:]*))?::(.*)$/.exec(line) ?? [];
    if (command === undefined) continue;
    if (command === "stop-commands") word = data;
    else {
      const pairs = given.split(",").filter(Boolean);
      const properties = Object.fromEntries(
        pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), plain(pair.slice(pair.indexOf("=") + 1))]),
      );
      commands.push({ command, properties, data: plain(data) });
    }
  }
  return commands;
}

function plain(text: string): string {
  const letters = { "%3A": ":", "%2C": ",", "%0D": "\r", "%0A": "\n", "%25": "%" } as Record<string, string>;
  return text.replace(/%(3A|2C|0D|0A|25)/g, (code) => letters[code] ?? code);
}

describe("the log of a GitHub action", () => {
  test("has an annotation for the first trouble of each lesson, at its line", () => {
    const [first, second, more] = obeyed(actions(samples));
    expect(first?.command).toBe("error");
    expect(first?.properties).toMatchObject({ file: "work/08_templated_path/dag.ts", line: "21" });
    expect(first?.properties["title"]).toMatch(/^08\.2 what is in it: ::error::x/);
    expect(first?.data).toContain(
      "look at: data/stats/2019-01-01.csv\nexpected: date,user,0\n2019-01-01,alice,1",
    );
    expect(second?.data).toBe("no check was carried out");
    expect(more).toBeUndefined();
  });

  test("contains no command that a student's program has printed", () => {
    const escaping = resultWith({
      status: "fail",
      lesson: nasty,
      tests: [{ ...failing, name: `${nasty}\n::warning::forged`, actual: "\n::resume::\n::warning::forged" }],
    });
    expect(obeyed(actions([escaping])).map(({ command }) => command)).toEqual(["error"]);
  });

  test("has ten annotations at most", () => {
    const many = Array.from({ length: 14 }, () => failResult);
    expect(obeyed(actions(many))).toHaveLength(10);
  });

  test("is silent about what passes", () => {
    expect(obeyed(actions([passResult]))).toEqual([]);
    expect(actions([passResult])).toContain("PASS  08.1 each interval has a file of its own");
  });

  test("annotates a lesson in which nothing could be judged", () => {
    expect(obeyed(actions([emptyResult]))[0]?.properties).toEqual({ title: "08_templated_path" });
  });
});
