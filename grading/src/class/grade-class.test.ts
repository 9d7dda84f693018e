import { readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { entryFile, findLesson } from "../../../stage/src/catalogue.ts";
import type { Integrity } from "../trial/integrity.ts";
import { inTemporaryFolder } from "../../../stage/src/testing.ts";
import { writeTo } from "@daglings/stage";
import { gradeClass } from "./grade-class.ts";
import { readClass } from "./submissions.ts";

const lesson = findLesson("01");
const solution = readFileSync(entryFile(lesson), "utf8");
/** Somebody may be working on the course itself meanwhile: that it is guarded is tested with a copy of it. */
const untouched: Integrity = { course: "0123456789abcdef", engine: "ok", checks: "ok", files: [] };
const inspect = () => untouched;
const limits = { time: 25_000, memory: 512, disk: 60 };

/** Its parent observes it, and the parent of that one checks it. */
const killChecker = `process.kill(Number(process.getBuiltinModule("child_process").execSync(\`ps -o ppid= -p \${process.ppid}\`)), "SIGKILL");`;

function inCallable(code: string): string {
  const changed = solution.replace("const events =", `${code};\n    const events =`);
  expect(changed).not.toBe(solution);
  return `import { writeFileSync } from "node:fs";\n${changed}`;
}

test(
  "a submission that misbehaves loses its own marks, and nobody else's",
  { timeout: 400_000 },
  async () => {
    await inTemporaryFolder(async (folder) => {
      const good = join(folder, "good", "dag.ts");
      const texts = {
        // In the order in which they are tried: the good one runs beside others, and its file is read before any runs.
        "1-writes-outside": inCallable(`writeFileSync(${JSON.stringify(good)}, "gone")`),
        "2-floods": inCallable(`for (let n = 0; ; n++) writeFileSync(\`big-\${n}\`, Buffer.alloc(2e7))`),
        "3-writes-by-bash": solution.replace("bashCommand: `", `bashCommand: \`echo gone > '${good}' && `),
        good: solution,
        exits: `${solution}\nprocess.exit(0);\n`,
        "kills-its-checker": `${killChecker}\n${solution}`,
        "also-good": solution,
      };
      for (const [student, text] of Object.entries(texts)) writeTo(join(folder, student, "dag.ts"), text);
      const { submissions } = readClass(folder, lesson);
      const seen: string[] = [];
      const grades = await gradeClass({
        submissions,
        lessons: [lesson],
        seeds: [0],
        inspect,
        isSandboxed: false,
        jobs: 2,
        limits,
        signal: new AbortController().signal,
        onGrade: ({ student }, done, of) => seen.push(`${student} ${done}/${of}`),
      });

      const marks = grades.map(
        ({ student, result: { score, maxScore } }) => [student, score / maxScore] as const,
      );
      const failed = marks.filter(([, part]) => part < 1).map(([student]) => student);
      expect(failed).toEqual(["1-writes-outside", "2-floods", "exits", "kills-its-checker"]);
      expect(seen).toHaveLength(7);
      expect(seen.at(-1)).toMatch(/ 7\/7$/);
      expect(readFileSync(good, "utf8")).toBe("gone\n"); // bash may, and it does not matter

      const messageOf = (name: string) => {
        const found = grades.find(({ student }) => student === name);
        return found?.result.tests.find(({ status }) => status !== "pass")?.message ?? "";
      };
      expect(messageOf("2-floods")).toContain("more than 60 MB of files");
      expect(messageOf("kills-its-checker")).toContain("its process was ended (SIGKILL)");
    });
  },
);

test("a submission that loops is ended when its time is up", { timeout: 60_000 }, async () => {
  await inTemporaryFolder(async (folder) => {
    writeTo(join(folder, "eve", "dag.ts"), `${solution}\nfor (;;) {}\n`);
    const { submissions } = readClass(folder, lesson);
    const [grade] = await gradeClass({
      submissions,
      lessons: [lesson],
      seeds: [0],
      inspect,
      isSandboxed: false,
      jobs: 2,
      limits: { ...limits, time: 3000 },
      signal: new AbortController().signal,
      onGrade: () => {},
    });
    expect(grade?.result.score).toBe(0);
    const bad = grade?.result.tests.find(({ status }) => status !== "pass");
    expect(bad?.message).toBe("still running after 3 s: loading the file");
  });
});

test("a lesson that was not handed in has no marks, and it counts", { timeout: 60_000 }, async () => {
  await inTemporaryFolder(async (folder) => {
    writeTo(join(folder, "ana", "notes.md"), "soon");
    const { submissions } = readClass(folder, lesson);
    const [grade] = await gradeClass({
      submissions,
      lessons: [lesson],
      seeds: [0],
      inspect,
      isSandboxed: false,
      jobs: 2,
      signal: new AbortController().signal,
      onGrade: () => {},
    });
    expect(grade).toMatchObject({ student: "ana", isSubmitted: false, result: { status: "fail", score: 0 } });
    expect(grade?.result.maxScore).toBeGreaterThan(5);
    expect(grade?.result.tests[0]?.message).toContain("there is no dag.ts in it, and no work/");
  });
});

test(
  "a submission whose check was ended is checked once more, alone: another may have ended it",
  { timeout: 120_000 },
  async () => {
    await inTemporaryFolder(async (folder) => {
      // Only its first check is ended.
      const marker = join(folder, "..", `${basename(folder)}-marker`);
      const once = `
try { process.getBuiltinModule("child_process").execSync(${JSON.stringify(`mkdir ${marker}`)}, { stdio: "ignore" }); ${killChecker} } catch {}
`;
      writeTo(join(folder, "class", "ana", "dag.ts"), once + solution);
      try {
        const { submissions } = readClass(join(folder, "class"), lesson);
        const signal = new AbortController().signal;
        const order = { submissions, lessons: [lesson], seeds: [0], inspect, signal, onGrade: () => {} };
        const [grade] = await gradeClass({ ...order, isSandboxed: false, jobs: 2 });
        expect(grade?.result.tests.filter(({ status }) => status !== "pass")).toEqual([]);
      } finally {
        rmSync(marker, { recursive: true, force: true });
      }
    });
  },
);
