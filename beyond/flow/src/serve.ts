// Carries out deployments when they are due, one run of each at a time, until it is told to end. A run that was cut off
// with an earlier process goes on first.

import { isCutOff } from "./cut-off.ts";
import { nextRunAt } from "./deploy.ts";
import { deploymentName, type Deployment, type FlowRunRow } from "./record.ts";
import type { Machine } from "./run-context.ts";
import { runOn } from "./run-on.ts";
import type { State } from "./state.ts";

/** Where updates of assets are heard of. */
export interface AssetFeed {
  /** The earliest first. */
  eventsAfter(asset: string, id: number): readonly { readonly id: number; readonly at: number }[];
  lastId(): number;
  /** Calls `hear` when there may be new ones, until the function it returns is called. */
  onEvents(hear: () => void): () => void;
}

export interface ServeOptions {
  readonly machine: Machine;
  /** Gives the flow of a deployment, as it is now. */
  readonly load: (deployment: Deployment) => Promise<unknown>;
  readonly assets?: AssetFeed;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

interface Due {
  readonly at: number;
  readonly event: number | null;
}

export class Server {
  readonly #options: ServeOptions;
  readonly #serving = new Map<string, Promise<void>>();
  readonly #underWay = new Map<string, AbortController>();

  constructor(options: ServeOptions) {
    this.#options = options;
  }

  /** Takes up what is on record and not served yet. */
  adopt(): void {
    for (const deployment of this.#options.machine.record.listDeployments()) {
      const name = deploymentName(deployment);
      if (this.#serving.has(name)) continue;
      this.#serving.set(
        name,
        this.#serve(deployment).catch((error: unknown) => this.#complain(name, error)),
      );
    }
  }

  /** Until all have ended: those without a schedule wait to be triggered. */
  async end(): Promise<void> {
    await Promise.all(this.#serving.values());
  }

  /** Runs it now; ends with the run. */
  async trigger(deployment: Deployment, flowRunId?: string, parameters?: unknown): Promise<State | null> {
    const id = flowRunId ?? runIdOf(deployment, this.#options.machine.clock.now());
    return await this.#run(deployment, id, null, parameters);
  }

  /** False: it is none of this server's. */
  cancel(flowRunId: string, reason: Error): boolean {
    this.#underWay.get(flowRunId)?.abort(reason);
    return this.#underWay.has(flowRunId);
  }

  async #serve(deployment: Deployment): Promise<void> {
    const { machine, signal } = this.#options;
    const name = deploymentName(deployment);
    for (const run of cutOff(machine.record.listRuns({ flow: deployment.flow, limit: 1000 }), name)) {
      if (!signal.aborted) await this.#run(deployment, run.flowRunId, run.scheduledFor, run.parameters);
    }
    while (!signal.aborted) {
      const now = this.#find(name);
      const due = now && (await this.#nextDue(now));
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

  async #nextDue(deployment: Deployment): Promise<Due | null> {
    const { machine, assets, signal } = this.#options;
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
  ): Promise<State | null> {
    const { machine, load, say, signal } = this.#options;
    const name = deploymentName(deployment);
    const controller = new AbortController();
    const abort = () => controller.abort(signal.reason);
    signal.addEventListener("abort", abort);
    this.#underWay.set(flowRunId, controller);
    try {
      const order = { flowRunId, parameters, deployment: name, scheduledFor, signal: controller.signal };
      const state = await runOn(machine, await load(deployment), order);
      say(`${name} ${flowRunId}: ${state.name}${state.message === null ? "" : ` (${state.message})`}`);
      return state;
    } catch (error) {
      // One that cannot be begun is no reason for the others to end.
      this.#complain(name, error);
      return null;
    } finally {
      this.#underWay.delete(flowRunId);
      signal.removeEventListener("abort", abort);
    }
  }

  #complain(name: string, error: unknown): void {
    this.#options.say(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function cutOff(runs: readonly FlowRunRow[], name: string): FlowRunRow[] {
  return runs.filter((run) => run.deployment === name && isCutOff(run));
}

/** The same time is the same run, also for the process that comes after this one. */
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
  // What came before it was deployed is none of its business.
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
