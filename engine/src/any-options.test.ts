// Nothing that somebody writes as an option leads to a raw TypeError or RangeError: it is accepted, or refused in words.

import { UsageError } from "@daglings/words";
import fc from "fast-check";
import { expect, test } from "vitest";
import { chain, DAG } from "./dag.ts";
import { BashOperator } from "./operators/bash.ts";
import { BranchOperator } from "./operators/branch.ts";
import { EmailOperator } from "./operators/email.ts";
import { EmptyOperator } from "./operators/empty.ts";
import { ExternalTaskSensor } from "./operators/external-task-sensor.ts";
import { FunctionOperator } from "./operators/function.ts";
import type { Operator } from "./operators/operator.ts";
import { FunctionSensor } from "./operators/sensor.ts";
import { ShortCircuitOperator } from "./operators/short-circuit.ts";
import { TriggerDagOperator } from "./operators/trigger-dag.ts";
import { byHand } from "./testing.ts";

function fails(): never {
  throw new Error("mean");
}

const texts = ["", " ", "{{", "\0", "P1D", "PT1e9S", "2019-01-01", "+275760-09-14", "@daily", "0 0 30 2 *"];
const numbers = [10n, Number.NaN, Infinity, -0, 2 ** 53, 1e300];
const durations = [{ days: 1 }, { days: 1e9 }, { days: 1.5 }, { days: 2 ** 52 }, { days: 1n }];
const temporal = [Temporal.PlainDate.from("2019-01-01"), Temporal.PlainTime.from("10:00")];
const mean: readonly object[] = [
  { toString: 0 },
  { toJSON: 0 },
  { toString: fails, toJSON: fails, valueOf: fails },
];
const others = [undefined, null, true, Symbol("s"), {}, new Map(), [null], [[]], () => {}];
/** Near to what is right, or mean. */
const chosen: readonly unknown[] = [texts, numbers, durations, temporal, mean, others].flat();

const anything = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSparseArray: true,
});

/** Tries each option alone, several at once, and a value that is not an object of options. */
function tryAll(names: readonly string[], sound: () => object, make: (options: never) => unknown): void {
  const inWords = (options: unknown) => {
    try {
      make(options as never);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
    }
  };
  for (const value of chosen) {
    inWords(value);
    for (const name of names) inWords({ ...sound(), [name]: value });
  }
  const alone = fc.tuple(fc.constantFrom(...names), anything);
  fc.assert(fc.property(alone, ([name, value]) => inWords({ ...sound(), [name]: value })));
  const several = fc.record(Object.fromEntries(names.map((name) => [name, anything])), { requiredKeys: [] });
  fc.assert(fc.property(several, (options) => inWords({ ...sound(), ...options })));
  fc.assert(fc.property(anything, inWords));
}

const dagOptions =
  "dagId description schedule startDate endDate timeZone catchup maxActiveRuns maxActiveTasks dagRunTimeout " +
  "defaultArgs params onSuccess onFailure";
const taskOptions =
  "dag taskId retries retryDelay retryExponentialBackoff maxRetryDelay executionTimeout triggerRule dependsOnPast " +
  "startDate endDate params doXComPush onExecute onSuccess onFailure onRetry onSkipped";
const sensorOptions = "mode pokeInterval timeout softFail exponentialBackoff maxWait";
const callableOptions = "callable templatesDict opArgs opKwargs";
const callable = () => null;

test("of a DAG", () => {
  const sound = () => ({ dagId: "any", schedule: "@daily", startDate: "2019-01-01" });
  expect(() => tryAll(dagOptions.split(" "), sound, (options) => new DAG(options).plan)).not.toThrow();
});

test.each<readonly [new (options: never) => Operator, object, string]>([
  [BashOperator, { bashCommand: "ls" }, "bashCommand env appendEnv cwd skipOnExitCode"],
  [BranchOperator, { callable }, callableOptions],
  [EmailOperator, { to: "a", subject: "b", htmlContent: "" }, "to subject htmlContent files cc bcc from"],
  [EmptyOperator, {}, "taskId"],
  [
    ExternalTaskSensor,
    { externalDagId: "other" },
    `${sensorOptions} externalDagId externalTaskId externalTaskIds executionDelta executionDateFn allowedStates ` +
      `failedStates`,
  ],
  [FunctionOperator, { callable }, callableOptions],
  [FunctionSensor, { callable }, `${sensorOptions} ${callableOptions}`],
  [ShortCircuitOperator, { callable }, `${callableOptions} ignoreDownstreamTriggerRules`],
  [
    TriggerDagOperator,
    { triggerDagId: "other" },
    "triggerDagId triggerRunId logicalDate conf waitForCompletion pokeInterval",
  ],
])("of %o", (Make, own, names) => {
  const sound = () => ({ dag: new DAG({ ...byHand, dagId: "any" }), taskId: "work", ...own });
  const all = `${taskOptions} ${names}`.split(" ");
  expect(() => tryAll(all, sound, (options) => new Make(options).plan)).not.toThrow();
});

test("of a DAG, as a default for its tasks", () => {
  const make = (defaultArgs: never) => {
    const dag = new DAG({ ...byHand, dagId: "any", defaultArgs });
    return new EmptyOperator({ dag, taskId: "work" }).plan;
  };
  expect(() => tryAll(taskOptions.split(" "), Object, make)).not.toThrow();
});

test("in a chain", () => {
  expect(() => tryAll(["first"], Object, (link) => chain(link))).not.toThrow();
});
