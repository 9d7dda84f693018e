import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findLesson } from "../../../stage/src/catalogue.ts";
import { writeTo } from "@daglings/stage";
import { inTemporaryFolder } from "../../../stage/src/testing.ts";
import { readClass, readStudent, type Class } from "./submissions.ts";
import { packZip, type ToPack } from "./zip-testing.ts";

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

const lesson08 = findLesson("08");

function writeZips(folder: string, zips: Readonly<Record<string, readonly ToPack[]>>): void {
  for (const [path, files] of Object.entries(zips)) writeTo(join(folder, path), packZip(files));
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

  test("may be as Moodle exports it: a folder for each student, with what they have packed", async () => {
    const own = (name: string) => `${name}_assignsubmission_file`;
    const packed = {
      [`${own("Ana Bo_1")}/work.zip`]: [{ path: "work/08_templated_path/dag.ts", content: "1" }],
      [`${own("Cy Di_2")}/eight.zip`]: [{ path: "course-main/work/08_templated_path/dag.ts", content: "2" }],
      [`${own("Cy Di_2")}/nine.ZIP`]: [{ path: "work/09_no_catchup/dag.ts", content: "3" }],
      [`${own("Ed Fo_3")}/mine.zip`]: [{ path: "mine/DAG.ts", content: "4" }],
      [`${own("Gil_4")}/a.zip`]: [{ path: "work/08_templated_path/dag.ts" }],
      [`${own("Gil_4")}/b.zip`]: [{ path: "08_templated_path/dag.ts" }],
      [`${own("Hal_5")}/bad.zip`]: [{ path: "../ana/dag.ts" }],
    };
    const files = {
      [`${own("Ian_6")}/work/08_templated_path/dag.ts`]: "5",
      [`${own("Joe_7")}/work.tar.gz`]: "",
    };
    const wanted = [
      `${own("Ana Bo_1")}: 08_templated_path/dag.ts=1`,
      `${own("Cy Di_2")}: 08_templated_path/dag.ts=2`,
      `${own("Cy Di_2")}: 09_no_catchup/dag.ts=3`,
      `${own("Ed Fo_3")}: 08_templated_path/dag.ts=4`,
      `${own("Gil_4")}: a.zip and b.zip in it both have 08_templated_path; keep one`,
      `${own("Hal_5")}: bad.zip: it has "../ana/dag.ts", which leads out of it; pack it again`,
      `${own("Ian_6")}: 08_templated_path/dag.ts=5`,
      `${own("Joe_7")}: work.tar.gz in it is an archive other than a zip; unpack it in place, and grade again`,
    ];
    expect(listed(await read(files, "08", (folder) => writeZips(folder, packed)))).toEqual(wanted);

    const whole = [
      ...Object.entries(packed).map(([path, inner]) => ({ path, content: packZip(inner) })),
      ...Object.entries(files).map(([path, content]) => ({ path, content })),
    ];
    await inTemporaryFolder((folder) => {
      const zip = join(folder, "class-08.zip");
      writeTo(zip, packZip(whole));
      expect(listed(readClass(zip, lesson08))).toEqual(wanted);
      return Promise.resolve();
    });
  });

  test("may have a zip for each student", async () => {
    const found = await read({}, undefined, (folder) =>
      writeZips(folder, {
        "ana.zip": [{ path: "repo-main/work/08_templated_path/dag.ts", content: "1" }],
        "bo.zip": [{ path: "notes.txt" }],
        "cy.zip": [{ path: "work/08_templated_path/dag.ts", content: "/etc/passwd", mode: 0o120777 }],
        "ed.zip": [
          { path: "work.zip", content: packZip([{ path: "work/08_templated_path/dag.ts", content: "2" }]) },
        ],
        "flo.zip": [{ path: "a.zip", content: packZip([{ path: "b.zip", content: packZip([]) }]) }],
      }),
    );
    const [ana, bo, cy, ed, flo] = listed(found);
    expect([ana, ed]).toEqual(["ana: 08_templated_path/dag.ts=1", "ed: 08_templated_path/dag.ts=2"]);
    for (const line of [bo, cy, flo]) expect(line).toContain("name their lesson: --lesson 08");
  });

  test("may be one student's zip alone, and a broken one is that student's problem", async () => {
    await inTemporaryFolder((folder) => {
      writeZips(folder, { "ana.zip": [{ path: "repo-main/work/08_templated_path/dag.ts", content: "1" }] });
      writeTo(join(folder, "bo.zip"), "PK");
      const readOne = (name: string) => readStudent(join(folder, name), name, undefined);
      expect([...readOne("ana.zip").lessons.keys()]).toEqual(["08_templated_path"]);
      expect(readOne("bo.zip").problem).toContain("its list of files is missing");
      return Promise.resolve();
    });
  });

  test("reports links, which it does not follow", async () => {
    const found = await read({}, "08", (folder) =>
      writeZips(folder, {
        "ana.zip": [{ path: "work/08_templated_path", content: "../bo", mode: 0o120777 }],
      }),
    );
    expect(listed(found)[0]).toMatch(/; links are not followed: 08_templated_path$/);
  });

  test("does not take long to read, whatever it holds", async () => {
    const big = Buffer.alloc(6_000_000);
    const found = await read({}, "08", (folder) =>
      writeZips(folder, {
        "ana.zip": [
          { path: "dag.ts", content: "1" },
          { path: "big.bin", content: big },
        ],
        "bo.zip": Array.from({ length: 201 }, (_, number) => ({ path: `${number}.txt` })),
        "cy.zip": Array.from({ length: 21 }, (_, number) => ({ path: `${number}.zip` })),
        "ed.zip": [{ path: "dag.ts", content: big, size: 1000 }],
      }),
    );
    expect(listed(found)).toEqual([
      "ana: it has more than 5 MB of files",
      "bo: it has more than 200 files",
      "cy: it has more than 20 zips",
      "ed: dag.ts in it is larger than it says",
    ]);
  });

  test("is read as GitHub packs it, and as written by systems to which DAG.TS is dag.ts", async () => {
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
      "flo: there is no dag.ts in it, and no work/08_templated_path/dag.ts, not even one folder further in",
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

  test("refuses what is too large", async () => {
    const found = await read(
      { "ana/dag.ts": "1", "ana/big.bin": "x".repeat(5_000_001), "bo/dag.ts": "2" },
      "08",
    );
    expect(listed(found)).toEqual(["ana: it has more than 5 MB of files", "bo: 08_templated_path/dag.ts=2"]);
  });

  test("that is none is refused in a sentence", async () => {
    await expect(read({}, undefined, (folder) => readClass(join(folder, "gone"), undefined))).rejects.toThrow(
      "there is no such folder",
    );
    await expect(
      read({ file: "" }, undefined, (folder) => readClass(join(folder, "file"), undefined)),
    ).rejects.toThrow("is a file");
  });
});
