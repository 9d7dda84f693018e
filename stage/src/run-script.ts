// Runs lesson 00, which has no DAG: a plain script, in a process of its own.

import { spawn } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { env, execPath } from "node:process";
import { text } from "node:stream/consumers";
import { UsageError } from "@daglings/engine";
import { parseInstant } from "@daglings/words";
import { mailFacts, requestFacts } from "./lesson-run.ts";
import type { Outcome, ScriptEnd } from "./outcome.ts";
import { packagesHook } from "./packages.ts";
import type { Launch, StageOptions } from "./stage.ts";
import { openSurroundings } from "./surroundings.ts";

export async function runScript({
  lesson,
  file,
  scenario,
  folder,
  seed = 0,
  signal,
  launch = likeAnyProgram,
}: StageOptions): Promise<Outcome> {
  if (!existsSync(file)) throw new UsageError(`${file}: there is no such file; check the path`);
  const now = parseInstant(scenario.from, "UTC", "from").epochMilliseconds;
  const { needs } = lesson;
  const around = await openSurroundings({
    needs,
    scenario,
    folder: folder.path,
    mailFolder: folder.mailbox,
    now: () => now,
    seed,
  });
  try {
    const script = await run(launch(["--import", packagesHook, file]), folder.path, signal);
    mkdirSync(folder.logs, { recursive: true });
    writeFileSync(join(folder.logs, "script.log"), script.output);
    const requests = requestFacts(around.requests);
    return {
      dags: [],
      mails: mailFacts(around.mails),
      requests,
      attempts: [],
      events: [],
      script,
      at: null,
      templateFaults: [],
      lineage: [],
    };
  } finally {
    await around.close();
  }
}

const likeAnyProgram: Launch = (programArguments) => ({ program: execPath, programArguments, env });

async function run(
  { program, programArguments, env: variables }: ReturnType<Launch>,
  cwd: string,
  signal: AbortSignal | undefined,
): Promise<ScriptEnd> {
  const child = spawn(program, programArguments, {
    cwd,
    env: { ...variables, NODE_NO_WARNINGS: "1" },
    stdio: ["ignore", "pipe", "pipe"],
    ...(signal && { signal }),
  });
  const exitCode = new Promise<number | null>((resolve) => {
    child.once("error", () => resolve(null));
    child.once("close", resolve);
  });
  const [out, problems] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { exitCode: await exitCode, output: out + problems };
}
