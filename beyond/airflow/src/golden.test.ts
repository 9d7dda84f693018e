// How the lessons, and a DAG that has everything, are exported for Airflow 2 and 3. The golden files leave out how a task
// is carried out, which is the same in all of them: src/preamble.py.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadDags, UsageError, type AirflowVersion } from "@daglings/engine";
import { entryFile, isScript, listLessons } from "@daglings/stage";
import { afterAll, describe, expect, test } from "vitest";
import { exportDags } from "./export-dags.ts";
import { preamble } from "./preamble.ts";

const lessons = listLessons().filter((entry) => !isScript(entry));
const files = [
  ...lessons.map((entry) => ({
    name: entry.name,
    path: entryFile(entry),
    file: `lessons/${entry.name}/dag.ts`,
  })),
  {
    name: "everything",
    path: fileURLToPath(new URL("../fixtures/everything.ts", import.meta.url)),
    file: "beyond/airflow/fixtures/everything.ts",
  },
];
const folder = mkdtempSync(join(tmpdir(), "airflow-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The file, or why there is none. */
async function exported(path: string, file: string, airflow: AirflowVersion): Promise<string> {
  try {
    return exportDags({ dags: await loadDags(path), file, airflow });
  } catch (error) {
    if (error instanceof UsageError) return `${error.message}\n`;
    throw error;
  }
}

function withoutPreamble(text: string): string {
  return text.replace(preamble.imports, "").replace(`${preamble.functions}\n\n`, "");
}

const python = spawnSync("python3", ["--version"]).status === 0;

describe.each([2, 3] as const)("for Airflow %i", (airflow) => {
  test.each(files)(
    "$name is exported as before, or refused with the same words",
    async ({ name, path, file }) => {
      const text = await exported(path, file, airflow);
      await expect(withoutPreamble(text)).toMatchFileSnapshot(
        `../golden/airflow-${airflow}/${name}.${text.startsWith("#") ? "py" : "txt"}`,
      );
    },
  );

  test.skipIf(!python)("every file compiles", async () => {
    const texts = await Promise.all(files.map(({ path, file }) => exported(path, file, airflow)));
    const names = texts.flatMap((text, index) => {
      const name = join(folder, `${airflow}-${index}.py`);
      writeFileSync(name, text);
      return text.startsWith("#") ? [name] : [];
    });
    expect(names.length).toBeGreaterThan(15);
    const { stderr } = spawnSync("python3", ["-m", "py_compile", ...names], { encoding: "utf8" });
    expect(stderr).toBe("");
  });
});
