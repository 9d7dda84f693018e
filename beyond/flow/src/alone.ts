// What calls of tasks share outside any flow: they are tried and cached as in a flow, but nothing about them is recorded.

import { randomUUID } from "node:crypto";
import { makeMask } from "@daglings/engine";
import { Calls } from "./calls.ts";
import { beginTry, type FlowTry } from "./flow-try.ts";
import { plainMachine } from "./machine.ts";

interface Surroundings {
  readonly flowRunId?: string;
  readonly log?: (line: string) => void;
  readonly signal?: AbortSignal;
}

export function alone({
  flowRunId = randomUUID(),
  log = () => {},
  signal = new AbortController().signal,
}: Surroundings = {}): FlowTry {
  const machine = plainMachine();
  const calls = new Calls(flowRunId, []);
  const mask = makeMask(machine.record);
  return beginTry({ machine, flowRunId, number: 1, calls, log, mask, signal }, { maxWorkers: Infinity });
}
