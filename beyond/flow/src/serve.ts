// Runs deployments when they are due, one run of each at a time, until it is told to end. Runs that were cut off with an
// earlier process go on first.

import { cancelReason } from "./cancel-signal.ts";
import { isCutOff } from "./cut-off.ts";
import { nextRunAt } from "./deploy.ts";
import type { Machine } from "./machine.ts";
import { deploymentName, type Deployment, type FlowRunRow } from "./record.ts";
import { runOn } from "./run-on.ts";

/** Where updates of assets come from. */
export interface AssetFeed {
  /** The earliest first. */
  eventsAfter(asset: string, id: number): readonly { readonly id: number; readonly at: number }[];
  lastId(): number;
  /** Calls `hear` when there may be new ones. Call the returned function to end that. */
  onEvents(hear: () => void): () => void;
}

export interface ServeOptions {
  readonly machine: Machine;
  /** Returns the flow of a deployment, as it is now. */
  readonly load: (deployment: Deployment) => Promise<unknown>;
  readonly assets?: AssetFeed;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

interface Serving {
  /** What the schedule looked like: if it changes, serving begins again. */
  readonly shape: string;
  readonly controller: AbortController;
  readonly done: Promise<void>;
}

interface Due {
  readonly at: number;
  readonly event: number | null;
}

export class Server {
  readonly #options: ServeOptions;
  readonly #serving = new Map<string, Serving>();
  readonly #underWay = new Map<string, AbortController>();
  readonly #triggered = new Set<Promise<unknown>>();

  constructor(options: ServeOptions) {
    this.#options = options;
  }

  /** Reads the record: deployments that are new, and those whose schedule has changed. */
  adopt(): void {
    for (const deployment of this.#options.machine.record.listDeployments()) {
      const name = deploymentName(deployment);
      const shape = JSON.stringify([deployment.schedule, deployment.madeAt]);
      const before = this.#serving.get(name);
      if (before?.shape === shape) continue;
      before?.controller.abort(new Error("its schedule has changed"));
      const controller = new AbortController();
      const signal = AbortSignal.any([controller.signal, this.#options.signal]);
      const done = (before?.done ?? Promise.resolve())
        .then(() => this.#serve(deployment, signal))
        .catch((error: unknown) => this.#complain(name, error));
      this.#serving.set(name, { shape, controller, done });
    }
  }

  /** Resolves when all have ended; deployments without a schedule run only if triggered. */
  async end(): Promise<void> {
    await Promise.all([...this.#serving.values()].map(({ done }) => done));
    await Promise.all(this.#triggered);
  }

  /** Begins a run now, and returns its id. */
  trigger(deployment: Deployment, parameters: unknown = deployment.parameters): string {
    const flowRunId = this.#options.machine.newRunId(deployment.flow);
    const run = this.#run(deployment, flowRunId, null, parameters);
    this.#triggered.add(run);
    void run.then(() => this.#triggered.delete(run));
    return flowRunId;
  }

  /** Returns false if this server does not have it. */
  cancel(flowRunId: string): boolean {
    this.#underWay.get(flowRunId)?.abort(cancelReason);
    return this.#underWay.has(flowRunId);
  }

  async #serve(deployment: Deployment, signal: AbortSignal): Promise<void> {
    const { machine } = this.#options;
    const name = deploymentName(deployment);
    for (const run of cutOff(machine.record.listRuns({ flow: deployment.flow, limit: 1000 }), name)) {
      if (!signal.aborted) await this.#run(deployment, run.flowRunId, run.scheduledFor, run.parameters);
    }
    while (!signal.aborted) {
      const now = this.#find(name);
      const due = now && (await this.#nextDue(now, signal));
      if (!due || signal.aborted) return;
      const then = this.#find(name); // it may have been changed meanwhile
      if (!then) return;
      machine.record.saveDeployment({ ...then, lastAt: due.at, lastEvent: due.event ?? then.lastEvent });
      if (!then.paused) await this.#run(then, runIdOf(then, due.at), due.at);
    }
  }

  #find(name: string): Deployment | undefined {
    return this.#options.machine.record.listDeployments().find((each) => deploymentName(each) === name);
  }

  async #nextDue(deployment: Deployment, signal: AbortSignal): Promise<Due | null> {
    const { machine, assets } = this.#options;
    const { schedule } = deployment;
    if (schedule !== null && "asset" in schedule) {
      return assets ? await nextEvent(deployment, schedule.asset, assets, signal) : null;
    }
    const at = nextRunAt(deployment);
    if (at === null) return null;
    await machine.timers.sleep(at, signal).catch(() => {});
    return { at, event: null };
  }

  async #run(
    deployment: Deployment,
    flowRunId: string,
    scheduledFor: number | null,
    parameters: unknown = deployment.parameters,
  ): Promise<void> {
    const { machine, load, say } = this.#options;
    const name = deploymentName(deployment);
    const controller = new AbortController();
    const signal = AbortSignal.any([controller.signal, this.#options.signal]);
    this.#underWay.set(flowRunId, controller);
    try {
      const order = { flowRunId, parameters, deployment: name, scheduledFor, signal };
      const state = await runOn(machine, await load(deployment), order);
      say(`${name} ${flowRunId}: ${state.name}${state.message === null ? "" : ` (${state.message})`}`);
    } catch (error) {
      // If one cannot begin, the others go on.
      this.#complain(name, error);
    } finally {
      this.#underWay.delete(flowRunId);
    }
  }

  #complain(name: string, error: unknown): void {
    this.#options.say(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function cutOff(runs: readonly FlowRunRow[], name: string): FlowRunRow[] {
  return runs.filter((run) => run.deployment === name && isCutOff(run));
}

/** The same time means the same run, even for the process that comes after this one. */
function runIdOf(deployment: Deployment, at: number): string {
  const instant = Temporal.Instant.fromEpochMilliseconds(at).toString({ smallestUnit: "millisecond" });
  return `${deployment.flow}-${deployment.name}-${instant.replaceAll(/[:.]/g, "")}`;
}

async function nextEvent(
  { lastEvent }: Deployment,
  asset: string,
  assets: AssetFeed,
  signal: AbortSignal,
): Promise<Due | null> {
  // Updates from before it was deployed do not count.
  const after = lastEvent ?? assets.lastId();
  for (;;) {
    const { promise, resolve } = Promise.withResolvers<void>();
    const stop = assets.onEvents(resolve);
    const onAbort = () => resolve();
    signal.addEventListener("abort", onAbort);
    try {
      const [event] = assets.eventsAfter(asset, after);
      if (event) return { at: event.at, event: event.id };
      if (signal.aborted) return null;
      await promise;
    } finally {
      stop();
      signal.removeEventListener("abort", onAbort);
    }
  }
}
