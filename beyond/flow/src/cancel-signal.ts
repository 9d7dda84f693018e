// How a process that carries out flow runs learns that somebody wants one of them to stop. Windows has no such signal:
// there the process is ended.

import process, { platform } from "node:process";
import { asError } from "@daglings/engine";
import { State } from "./state.ts";

/** Why a cancelled run stops. */
export const cancelReason = new Error("the flow run was cancelled");

/** Either cancelled for good, or only cut off with its process; then the next process goes on with it. */
export function stoppedState(reason: unknown): State {
  const data = asError(reason);
  return reason === cancelReason
    ? new State({ type: "CANCELLED", name: "Cancelled", message: data.message, data })
    : new State({ type: "CRASHED", name: "Crashed", message: data.message, data });
}

const signal = platform === "win32" ? "SIGTERM" : "SIGUSR2";
const listeners = new Set<() => void>();

/** Calls `hear` whenever this process is told to look. Call the returned function to end that. */
export function hearCancels(hear: () => void): () => void {
  if (listeners.size === 0 && platform !== "win32") process.on(signal, tellAll);
  listeners.add(hear);
  return () => {
    listeners.delete(hear);
    if (listeners.size === 0) process.off(signal, tellAll);
  };
}

function tellAll(): void {
  for (const hear of listeners) hear();
}

export function tellProcess(pid: number): void {
  process.kill(pid, signal);
}
