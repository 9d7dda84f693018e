// `pnpm teach airflow 08`, or a file: its DAGs as a Python file for a real Airflow.

import { existsSync } from "node:fs";
import { relative } from "node:path";
import process from "node:process";
import { exportDags } from "@daglings/airflow";
import { loadDags, UsageError, type AirflowVersion } from "@daglings/engine";
import { findLesson, givenFile, isScript, kitFolder } from "@daglings/stage";
import { exitCodes, userPath, type Call, type ExitCode } from "../command-line.ts";
import { write } from "../page/write.ts";

export async function airflow(call: Call): Promise<ExitCode> {
  const [word, more] = call.words;
  if (word === undefined || more !== undefined) {
    throw new UsageError(
      "pnpm teach airflow needs one lesson or file: pnpm teach airflow 08 --out dags/08.py",
    );
  }
  const file = fileOf(word);
  const dags = await loadDags(file);
  if (dags.length === 0) throw new UsageError(`${word}: exports no DAG; end it with: export default dag;`);
  const inKit = relative(kitFolder, file).replaceAll("\\", "/");
  const text = exportDags({
    dags,
    file: inKit.startsWith("..") ? file : inKit,
    airflow: versionOf(call.text("airflow")),
  });
  if (call.screen.isJson) {
    call.screen.say(JSON.stringify({ dags: dags.map(({ dagId }) => dagId), file: text }));
  }
  if (call.text("out") !== undefined || !call.screen.isJson) write(text, call);
  if (call.text("out") !== undefined) process.stderr.write(`${dags.map(({ dagId }) => dagId).join(", ")}\n`);
  return exitCodes.fine;
}

function fileOf(word: string): string {
  if (/\.[mc]?[jt]s$/.test(word) || existsSync(userPath(word))) return userPath(word);
  const entry = findLesson(word);
  if (isScript(entry)) throw new UsageError(`lesson ${entry.number} is a script: it has no DAG to export`);
  return givenFile(entry);
}

function versionOf(given = "3"): AirflowVersion {
  if (given === "2") return 2;
  if (given === "3") return 3;
  throw new UsageError(`--airflow ${given} is not known; write --airflow 2 or --airflow 3`);
}
