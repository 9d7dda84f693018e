// The cost of checking template strings at compile time: tsc on a DAG's file of 30 tasks.

import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { inFolder, median, tell, timed, type Sample } from "./measure.ts";
import { title } from "./report.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const compiler = join(root, "node_modules", "typescript", "bin", "tsc");

function fileOf(tasks: number): string {
  const pairs = Array.from(
    { length: tasks / 2 },
    (_, index) => `
      const fetch${index} = new BashOperator({ dag, taskId: "fetch_${index}", bashCommand: \`
        mkdir -p data/events &&
        curl --fail --silent --show-error --output data/events/{{ds}}_${index}.json \\
          "$EVENTS_API/events?start_date={{ds}}&end_date={{next_ds}}"\` });
      const calculate${index} = new FunctionOperator({
        dag,
        taskId: "calculate_${index}",
        templatesDict: { inputPath: "data/events/{{ds}}_${index}.json", outputPath: "data/stats/{{ds}}_${index}.csv" },
        callable: ({ templatesDict: { inputPath, outputPath } }) => \`\${inputPath} \${outputPath}\`,
      });
      chain(fetch${index}, calculate${index});`,
  );
  return `import { BashOperator, chain, DAG, FunctionOperator } from "@daglings/engine";
    const dag = new DAG({ schedule: "@daily", startDate: "2019-01-01" });${pairs.join("")}
    export default dag;`;
}

function check(folder: string, tasks: number): Promise<Sample> {
  writeFileSync(join(folder, "dag.ts"), fileOf(tasks));
  return median(5, () =>
    timed(() => {
      const { status, stdout } = spawnSync(execPath, [compiler, "--project", folder], { encoding: "utf8" });
      if (status !== 0) throw new Error(stdout);
    }),
  );
}

export async function benchTypes(): Promise<void> {
  title("Type-checking a DAG's file, the engine's types included, from the start of tsc to its end");
  // Inside the repository, where the engine is found; a folder with a dot is not part of the project's own check.
  await inFolder(
    async (folder) => {
      const settings = { extends: "../../tsconfig.json", include: ["dag.ts"] };
      writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(settings));
      tell({ what: "a file of 30 tasks", value: await check(folder, 30), unit: "ms", bound: 1000 });
      tell({ what: "a file without tasks", value: await check(folder, 0), unit: "ms" });
    },
    join(root, "bench", ".types-"),
  );
}
