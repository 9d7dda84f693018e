// `pnpm flow runs|logs|cancel`: what became of flow runs, and how to end one.

import { existsSync, readFileSync } from "node:fs";
import { systemClock } from "@daglings/engine";
import { cancelRun, isCutOff, summarize, type FlowRecord } from "@daglings/flow";
import { instantText } from "@daglings/stage";
import { UsageError } from "@daglings/words";
import { exitCodes, type Call, type ExitCode } from "../command-line.ts";
import { durationBetween, sayTable, timeText } from "../dags/say.ts";
import { onlyOne, openExistingStore } from "./store.ts";

export async function runs(call: Call): Promise<ExitCode> {
  return await looking(call, (record) => {
    const all = record.listRuns({ limit: limitOf(call) });
    if (call.screen.isJson) {
      const flows = all.map((run) => ({ ...summarize(record, run.flowRunId), parameters: run.parameters }));
      call.screen.say(JSON.stringify({ flows }));
      return exitCodes.fine;
    }
    const rows = all.map((run) => {
      const [began, ended] = [run.createdAt, run.endedAt].map((at) => (at === null ? null : instantText(at)));
      const state = isCutOff(run) ? "Crashed" : run.stateName;
      return [
        run.flow,
        state,
        timeText(began ?? null),
        durationBetween(began ?? null, ended ?? null),
        run.flowRunId,
      ];
    });
    if (rows.length === 0) call.screen.say("No flow has run there.");
    else sayTable(call.screen, ["flow", "state", "begun", "took", "run"], rows, { mayGo: ["took", "begun"] });
    return exitCodes.fine;
  });
}

export async function logs(call: Call): Promise<ExitCode> {
  const flowRunId = onlyOne(call, "pnpm flow logs RUN_ID");
  return await looking(call, (record) => {
    const { logFile } = findRun(record, flowRunId);
    const text = logFile !== null && existsSync(logFile) ? readFileSync(logFile, "utf8") : "";
    if (call.screen.isJson) call.screen.say(JSON.stringify({ log: text }));
    else call.screen.say(text.trimEnd() || "It has logged nothing.");
    return exitCodes.fine;
  });
}

export async function cancel(call: Call): Promise<ExitCode> {
  const flowRunId = onlyOne(call, "pnpm flow cancel RUN_ID");
  return await looking(call, (record) => {
    const what = cancelRun(record, flowRunId, systemClock().now());
    if (call.screen.isJson) call.screen.say(JSON.stringify({ flowRunId, cancelled: what }));
    else call.screen.say(`${flowRunId}: ${what === "told" ? "its process is told to stop it" : "cancelled"}`);
    return exitCodes.fine;
  });
}

async function looking(call: Call, look: (record: FlowRecord) => ExitCode): Promise<ExitCode> {
  const { record } = await openExistingStore(call);
  try {
    return await Promise.resolve(look(record));
  } finally {
    record.close();
  }
}

function findRun(record: FlowRecord, flowRunId: string) {
  const run = record.findRun({ flowRunId });
  if (run) return run;
  throw new UsageError(`there is no flow run "${flowRunId}"; pnpm flow runs lists them`);
}

function limitOf(call: Call): number {
  const given = call.text("limit") ?? "20";
  if (/^[1-9]\d{0,3}$/.test(given)) return Number(given);
  throw new UsageError(`--limit is "${given}"; it must be a whole number from 1 to 9999`);
}
