// Only one process carries out a flow run: it may take the run over from a process that has ended, and from no other.

import { hasEnded, thisProcess, type ProcessName } from "@daglings/engine";
import { UsageError } from "@daglings/words";
import { keep } from "./kept.ts";
import type { FlowRecord, FlowRunRow } from "./record.ts";

interface WantedRun {
  readonly flowRunId: string;
  readonly flow: string;
  readonly parameters: unknown;
}

/** While `work` is under way, no other process carries out the run. It gets the run as it was before; null: it is new. */
export async function holdingRun<T>(
  record: FlowRecord,
  wanted: WantedRun,
  work: (before: FlowRunRow | null) => Promise<T>,
): Promise<T> {
  const { flowRunId } = wanted;
  const here = runsHere(record);
  const check = (found: FlowRunRow) => refuseTaken(found, wanted, here);
  const before = record.takeRun({ flowRunId, owner: myself(), check });
  here.add(flowRunId);
  try {
    return await work(before);
  } finally {
    here.delete(flowRunId);
  }
}

/** The runs that this process is carrying out, by record. */
const carriedOut = new WeakMap<FlowRecord, Set<string>>();

function runsHere(record: FlowRecord): Set<string> {
  const found = carriedOut.get(record) ?? new Set();
  carriedOut.set(record, found);
  return found;
}

function refuseTaken(
  before: FlowRunRow,
  { flowRunId, flow, parameters }: WantedRun,
  here: ReadonlySet<string>,
): void {
  const place = `flow run "${flowRunId}"`;
  if (before.flow !== flow) {
    throw new UsageError(`${place} is one of flow "${before.flow}", not of "${flow}"; name another run`);
  }
  const [then, now] = [before.parameters, keep(parameters)?.value ?? null].map((each) =>
    JSON.stringify(each),
  );
  if (then !== now) {
    throw new UsageError(`${place} has the parameters ${then}, not ${now}; begin a new run for these`);
  }
  const isElsewhere = before.pid !== myself().pid || before.process !== myself().process;
  const isAlive = isElsewhere ? !hasEnded(before) : here.has(flowRunId);
  if (before.endedAt === null && isAlive) {
    throw new UsageError(
      `${place} is being carried out by process ${before.pid} on ${before.host}; wait for it, or cancel it`,
    );
  }
}

let me: ProcessName | undefined;

export function myself(): ProcessName {
  me ??= thisProcess();
  return me;
}
