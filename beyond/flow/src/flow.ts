// `flow`: an ordinary function that calls tasks and other flows. The calls that it makes are its graph.

import { withPlace } from "@daglings/words";
import { enterBody } from "./body.ts";
import { call } from "./call.ts";
import { otherRuntime } from "./elsewhere.ts";
import { FlowFault } from "./fault.ts";
import { readFlowOptions, type FlowOptions } from "./flow-options.ts";
import { runFlow, type FlowBody } from "./flow-run.ts";
import type { Future } from "./future.ts";
import { plainMachine } from "./machine.ts";
import { whereWritten } from "./name.ts";
import { current } from "./run-context.ts";
import type { ServeFlowOptions } from "./serve-flow.ts";
import type { StandardSchema } from "./standard-schema.ts";
import type { State } from "./state.ts";
import { readTaskOptions } from "./task-options.ts";
import { enterWritten } from "./written.ts";

/** What a flow's call returns: the states of the futures that it returned. */
export type Returned<Value> =
  Value extends Future<infer Result>
    ? State<Result>
    : Value extends readonly Future<infer Item>[]
      ? readonly State<Item>[]
      : Value;

export interface Flow<Args extends readonly unknown[] = readonly unknown[], Result = unknown> {
  /** Runs it, and waits for its result. If a flow calls it, it is part of that flow's run. */
  (...parameters: Args): Promise<Result>;
  readonly flowName: string;
  /** Runs it, and waits for its last state. */
  state(...parameters: Args): Promise<State<Result>>;
  /** Runs it whenever it is due, until Ctrl-C. */
  serve(options: ServeFlowOptions): Promise<void>;
}

type InputOf<Schema> = Schema extends StandardSchema<infer Input, unknown> ? Input : never;
type OutputOf<Schema> = Schema extends StandardSchema<unknown, infer Output> ? Output : never;

export function flow<Schema extends StandardSchema, Result>(
  fn: (parameters: OutputOf<Schema>) => Result,
  options: FlowOptions<Schema> & { readonly parameters: Schema },
): Flow<[InputOf<Schema>], Returned<Awaited<Result>>>;
export function flow<Args extends [] | [parameters: object], Result>(
  fn: (...parameters: Args) => Result,
  options?: FlowOptions,
): Flow<Args, Returned<Awaited<Result>>>;
export function flow(
  fn: (...parameters: never[]) => unknown,
  options: FlowOptions<StandardSchema | undefined> = {},
): Flow {
  const { name, file, ...where } = whereWritten(options.name, fn, "flow");
  enterWritten(file, { kind: "flow", name, ...where, fn });
  const body: FlowBody = {
    name,
    file,
    settings: withPlace(`flow "${name}"`, () => readFlowOptions(options)),
    call: (parameters) => fn(...([parameters] as never[])),
  };
  const state = async (...parameters: readonly unknown[]) => await stateOfCall(body, parameters[0]);
  const made = async (...parameters: readonly unknown[]) => (await state(...parameters)).result();
  enterBody(made, body);
  return Object.assign(made, {
    flowName: name,
    state,
    serve: async (when: ServeFlowOptions) => {
      // Loaded only if needed, and because it imports flows itself.
      const { serveFlow } = await import("./serve-flow.ts");
      await serveFlow(made, body, when);
    },
  });
}

async function stateOfCall(body: FlowBody, parameters: unknown): Promise<State> {
  const caller = current.getStore();
  if (!caller) {
    const on = plainMachine();
    const order = { flowRunId: on.newRunId(body.name), parameters };
    return await (otherRuntime() ?? runFlow)(on, body, order);
  }
  const { machine, signal, flowRunId } = caller.flowTry;
  const callee = {
    name: body.name,
    settings: readTaskOptions({}),
    isFlow: true,
    async carryOut([resolved]: readonly unknown[], childRunId: string | null) {
      const order = {
        flowRunId: childRunId ?? machine.newRunId(body.name),
        parameters: resolved,
        parentRunId: flowRunId,
        signal,
      };
      // It may itself wait, and then time may go on.
      const state = await machine.timers.resting(() => runFlow(machine, body, order));
      if (state.data instanceof FlowFault) throw state.data;
      return state.with({ of: null }); // the call ends as the flow does
    },
  };
  return await call(callee, [parameters]).wait();
}
