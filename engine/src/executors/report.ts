// A subprocess's message is taken for the report on its attempt only if it is one: a task may send what it likes.

import type { Outcome, Skip } from "../core/events.ts";
import { evidence, type Trace } from "../lineage.ts";
import type { AttemptKey, AttemptReport, TriggerRequest } from "../ports.ts";
import type { Usage } from "../usage.ts";

export function isReportOn(attempt: AttemptKey, message: unknown): message is AttemptReport {
  if (!isObject(message) || message["type"] !== "attempt finished") return false;
  const { outcome, duration, usage, xcoms, triggers, extras, traces } = message;
  const keys = ["dagId", "runId", "taskId", "tryNumber"] as const;
  return (
    keys.every((key) => message[key] === attempt[key]) &&
    isOutcome(outcome) &&
    Number.isFinite(duration) &&
    isUsage(usage) &&
    isObject(xcoms) &&
    Array.isArray(triggers) &&
    triggers.every(isTrigger) &&
    isObject(extras) &&
    Object.values(extras).every(isObject) &&
    Array.isArray(traces) &&
    traces.every(isTrace)
  );
}

function isUsage(value: unknown): value is Usage {
  if (!isObject(value)) return false;
  const isAmount = (amount: unknown) => amount === null || Number.isFinite(amount);
  return isAmount(value["cpu"]) && isAmount(value["peakMemory"]) && Number.isFinite(value["logBytes"]);
}

function isOutcome(value: unknown): value is Outcome {
  if (!isObject(value)) return false;
  const { type, skip, mayRetry, error } = value;
  if (type === "failed") return typeof mayRetry === "boolean" && typeof error === "string";
  return type === "success" ? skip === undefined || isSkip(skip) : type === "skipped" || type === "not yet";
}

function isSkip(value: unknown): value is Skip {
  if (value === "descendants" || value === "children") return true;
  if (!isObject(value) || !Array.isArray(value["follow"])) return false;
  return value["follow"].every((each) => typeof each === "string");
}

function isTrigger(value: unknown): value is TriggerRequest {
  if (!isObject(value)) return false;
  const { dagId, runId, logicalDate, conf, whenTaken, xcomKey } = value;
  return (
    typeof dagId === "string" &&
    (runId === null || typeof runId === "string") &&
    (logicalDate === null || Number.isFinite(logicalDate)) &&
    isObject(conf) &&
    (whenTaken === "fail" || whenTaken === "skip" || whenTaken === "clear") &&
    typeof xcomKey === "string"
  );
}

function isTrace(value: unknown): value is Trace {
  if (!isObject(value)) return false;
  const { direction, name, how } = value;
  return (
    (direction === "in" || direction === "out") &&
    typeof name === "string" &&
    evidence.some((each) => each === how)
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
