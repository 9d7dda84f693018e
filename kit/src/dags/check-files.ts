// `pnpm dags check FILE…`: whether files load, which DAGs they export, and what is wrong with their templates.

import { checkTemplates, loadDags } from "@daglings/engine";
import { displayPath, UsageError } from "@daglings/words";
import { findPackagesOfTheKit } from "@daglings/stage";
import { exitCodes, userPath, type Call, type ExitCode } from "../command-line.ts";
import { sayTable } from "./say.ts";

interface Checked {
  readonly file: string;
  readonly dagId: string | null;
  readonly schedule: string | null;
  readonly tasks: number;
  readonly error: string | null;
}

export async function checkFiles(call: Call): Promise<ExitCode> {
  if (call.words.length === 0) throw new UsageError("FILE is missing; write pnpm dags check FILE…");
  findPackagesOfTheKit();
  const found: Checked[] = [];
  for (const word of call.words) found.push(...(await checkFile(userPath(word))));
  if (call.screen.isJson) call.screen.say(JSON.stringify({ files: found }, null, 2));
  else {
    const rows = found.map(({ file, dagId, schedule, tasks, error }) => [
      file,
      dagId ?? "",
      schedule ?? "",
      error === null ? String(tasks) : "",
      error ?? "loads",
    ]);
    sayTable(call.screen, ["file", "dag", "schedule", "tasks", "result"], rows);
  }
  return found.every(({ error }) => error === null) ? exitCodes.fine : exitCodes.failed;
}

async function checkFile(path: string): Promise<Checked[]> {
  const file = displayPath(path);
  const nothing = { file, dagId: null, schedule: null, tasks: 0 };
  try {
    const dags = await loadDags(path);
    if (dags.length === 0) {
      return [{ ...nothing, error: "exports no DAG; end it with: export default dag;" }];
    }
    return await Promise.all(
      dags.map(async ({ dagId, settings, tasks }) => {
        const [fault] = await checkTemplates(tasks);
        const error = fault ? `task "${fault.taskId}": ${fault.error.message}` : null;
        return { file, dagId, schedule: settings.timetable.description, tasks: tasks.length, error };
      }),
    );
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return [{ ...nothing, error: error.message }];
  }
}
