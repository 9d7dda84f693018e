// pandas' own figures, if there is a python3 with pandas.

import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { countLines } from "./lines.ts";
import { measure, measured, type Inputs, type Measured, type Program } from "./measure.ts";
import type { Result } from "./table.ts";

const folder = new URL("../pandas/", import.meta.url);
const golden = fileURLToPath(new URL("../../../lessons/golden/", import.meta.url));

const program: Program = ["python3", "-B", fileURLToPath(new URL("measured.py", folder))];

export function hasPandas(): boolean {
  try {
    execFileSync("python3", ["-c", "import pandas"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

export async function measurePandas(inputs: Inputs): Promise<Result> {
  const costs = await measure(program, inputs);
  const wrong: string[] = [];
  const output = join(inputs.folder, "checked.csv");
  let about: Measured | undefined;
  for (const name of readdirSync(golden).filter((each) => each.endsWith(".events.json"))) {
    [about] = await measured(program, [join(golden, name), output, "1"]);
    const expected = readFileSync(join(golden, name.replace("events.json", "stats.csv")), "utf8");
    if (readFileSync(output, "utf8") !== expected) wrong.push(`the statistics of ${name}`);
  }
  return {
    name: "pandas (Python)",
    library: null,
    version: about?.version ?? null,
    size: about?.size ?? 0,
    lines: countLines(new URL("calculate_stats.py", folder)),
    ...costs,
    wrong,
  };
}
