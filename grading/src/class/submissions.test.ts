import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findLesson } from "../../../stage/src/catalogue.ts";
import { writeTo } from "@daglings/stage";
import { inTemporaryFolder } from "../../../stage/src/testing.ts";
import { readClass, type Class } from "./submissions.ts";

/** A folder with these files in it, as it is read; `lesson`: what loose files belong to. */
function read(
  files: Readonly<Record<string, string>>,
  lesson?: string,
  prepare: (folder: string) => unknown = () => {},
) {
  return inTemporaryFolder((folder) => {
    for (const [path, text] of Object.entries(files)) writeTo(join(folder, path), text);
    prepare(folder);
    return Promise.resolve(readClass(folder, lesson === undefined ? undefined : findLesson(lesson)));
  });
}

/** `ana: 08_templated_path/dag.ts=text` */
function listed({ submissions }: Class): string[] {
  return submissions.flatMap(({ student, lessons, problem }) => {
    const files = [...lessons].flatMap(([lesson, contents]) =>
      [...contents].map(
        ([path, content]) => `${student}: ${lesson}/${path}=${Buffer.from(content).toString()}`,
      ),
    );
    return problem === null ? files : [`${student}: ${problem}`];
  });
}

describe("a folder of submissions", () => {
  test("is read however students hand in", async () => {
    const files = {
      "ana/work/08_templated_path/dag.ts": "1",
      "ana/work/08_templated_path/parts/sum.ts": "2",
      "ana/work/00_regular_script/script.ts": "3",
      "bo/08_templated_path/dag.ts": "4",
      "bo/09_no_catchup/notes.txt": "no dag.ts",
      ".git/08_templated_path/dag.ts": "5",
      "notes.txt": "6",
    };
    const found = await read(files);
    expect(listed(found)).toEqual([
      "ana: 00_regular_script/script.ts=3",
      "ana: 08_templated_path/dag.ts=1",
      "ana: 08_templated_path/parts/sum.ts=2",
      "bo: 08_templated_path/dag.ts=4",
    ]);
    expect(found.ignored).toEqual(["notes.txt"]);
  });

  test("may be as Moodle gives it out, but what is packed must be unpacked first", async () => {
    const files = {
      "Ana Bo_123_assignsubmission_file/work/08_templated_path/dag.ts": "1",
      "Cy Di_124_assignsubmission_file/work.zip": "2",
    };
    const wanted = [
      "Ana Bo_123_assignsubmission_file: 08_templated_path/dag.ts=1",
      "Cy Di_124_assignsubmission_file: work.zip in it is packed; unpack it where it lies, and grade again",
    ];
    expect(listed(await read(files))).toEqual(wanted);
    expect(listed(await read(files, "08"))).toEqual(wanted);
  });

  test("is read as GitHub packs it, and as systems write it that do not tell DAG.TS from dag.ts", async () => {
    const files = {
      "ana/course-main/work/08_templated_path/dag.ts": "1",
      "bo/work/08_templated_path/DAG.TS": "2",
      "cy/Dag.ts": "3",
      "ed.TS": "4",
    };
    expect(listed(await read(files, "08"))).toEqual([
      "ana: 08_templated_path/dag.ts=1",
      "bo: 08_templated_path/dag.ts=2",
      "cy: 08_templated_path/dag.ts=3",
      "ed: 08_templated_path/dag.ts=4",
    ]);
  });

  test("may have loose files, when their lesson is named", async () => {
    const files = {
      "ana/dag.ts": "1",
      "bo/mine.ts": "2",
      "cy.ts": "3",
      "ed/a.ts": "4",
      "ed/b.ts": "5",
      "flo/x.md": "",
    };
    const found = await read(files, "08");
    expect(listed(found)).toEqual([
      "ana: 08_templated_path/dag.ts=1",
      "bo: 08_templated_path/mine.ts=2",
      "bo: 08_templated_path/dag.ts=2",
      "cy: 08_templated_path/dag.ts=3",
      "ed: it has several files and none is called dag.ts: a.ts, b.ts",
      "flo: there is no dag.ts in it, and no work/08_templated_path/dag.ts, also not one folder further in",
    ]);
    const [ana] = listed(await read({ "ana/dag.ts": "1" }));
    expect(ana).toContain("name their lesson: --lesson 08");
  });

  test("tells a folder and a file of the same name apart", async () => {
    expect(listed(await read({ "ana/dag.ts": "1", "ana.ts": "2" }, "08"))).toEqual([
      "ana: 08_templated_path/dag.ts=1",
      "ana (2): 08_templated_path/dag.ts=2",
    ]);
  });

  test("does not follow links into another's submission", async () => {
    const found = await read({ "ana/work/08_templated_path/dag.ts": "1" }, undefined, (folder) => {
      mkdirSync(join(folder, "bo", "work", "08_templated_path"), { recursive: true });
      const target = join(folder, "ana", "work");
      symlinkSync(
        join(target, "08_templated_path", "dag.ts"),
        join(folder, "bo/work/08_templated_path/dag.ts"),
      );
      mkdirSync(join(folder, "cy"));
      symlinkSync(target, join(folder, "cy", "work"));
      symlinkSync(join(folder, "ana"), join(folder, "ed"));
    });
    const [first, ...others] = listed(found);
    expect(first).toBe("ana: 08_templated_path/dag.ts=1");
    expect(others).toHaveLength(2);
    expect(others.every((line) => line.includes("there is no"))).toBe(true);
    expect(found.ignored).toEqual(["ed"]);
  });

  test("gives no room to what is too large", async () => {
    const found = await read(
      { "ana/dag.ts": "1", "ana/big.bin": "x".repeat(5_000_001), "bo/dag.ts": "2" },
      "08",
    );
    expect(listed(found)).toEqual(["ana: it has more than 5 MB of files", "bo: 08_templated_path/dag.ts=2"]);
  });

  test("is answered with a sentence where it is none", async () => {
    await expect(read({}, undefined, (folder) => readClass(join(folder, "gone"), undefined))).rejects.toThrow(
      "there is no such folder",
    );
    await expect(
      read({ file: "" }, undefined, (folder) => readClass(join(folder, "file"), undefined)),
    ).rejects.toThrow("is a file");
  });
});
