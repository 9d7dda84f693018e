// The room beyond/temporal, which is installed when it is first asked for: its packages are heavy, and no lesson needs
// them. Until then its types are missing, too, so this file declares what the commands use.

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { BackfillOptions, DAG, FilesFolder, RunRecord, TriggerOptions } from "@daglings/engine";
import { kitFolder, type Shell } from "@daglings/stage";
import type { Call } from "../command-line.ts";
import { installApart, isInstalled } from "../frame/install-apart.ts";

/** Only passed on. */
interface Client {
  readonly workflow: object;
}

/** How to reach a server, and as whom. */
export interface Access {
  readonly address: string;
  /** Somebody has said where the server is, or what its namespace is called. */
  readonly isNamed: boolean;
}

export interface Connected {
  readonly client: Client;
  close(): Promise<void>;
}

interface ServerOptions {
  readonly program: string;
  readonly port?: number;
  readonly uiPort?: number;
  readonly database?: string;
  readonly namespace?: string | undefined;
}

interface DevServer {
  readonly access: Access;
  /** Its process has ended, for any reason. */
  readonly ended: Promise<unknown>;
  close(): Promise<void>;
}

interface WorkerOptions {
  readonly connected: Connected;
  readonly dags: readonly DAG[];
  readonly logs: string | null;
  readonly files: FilesFolder | null;
  readonly slots?: number;
}

type ByHand =
  | { readonly type: "tasks cleared"; readonly taskIds: readonly string[]; readonly downstream: boolean }
  | { readonly type: "task marked"; readonly taskId: string; readonly state: "success" | "failed" }
  | { readonly type: "run marked"; readonly state: "success" | "failed" };

interface HandOptions {
  readonly dagId: string;
  readonly runId: string;
  readonly event: ByHand;
}

interface FlowRequest {
  readonly flow: { readonly file: string | null; readonly name: string };
  readonly parameters: unknown;
}

interface ListedFlowRun {
  readonly flowRunId: string;
  readonly startedAt: number;
  readonly state: string;
}

interface TaskFacts {
  readonly state: string;
  readonly tryNumber: number;
}

export interface Room {
  findTemporal(): string | null;
  bringTemporal(say: (line: string) => void): string;
  startServer(options: ServerOptions): Promise<DevServer>;
  accessFor(words: { readonly address?: string; readonly namespace?: string }, usualAddress: string): Access;
  connectTo(access: Access): Promise<Connected>;
  playedScheduler(connected: Connected, options: Parameters<Shell>[0]): ReturnType<Shell>;
  startWorker(options: WorkerOptions): Promise<{ close(): Promise<void> }>;
  enrol(client: Client, dags: readonly DAG[]): Promise<void>;
  listDags(client: Client): Promise<string[]>;
  listRuns(client: Client, dagId: string): Promise<RunRecord[]>;
  stateOf(
    client: Client,
    dagId: string,
    runId: string,
  ): Promise<{ readonly tasks: Readonly<Record<string, TaskFacts>> }>;
  trigger(client: Client, options: TriggerOptions): Promise<string>;
  backfill(client: Client, options: BackfillOptions): Promise<readonly string[]>;
  /** The files loaded so far in which flows are written. */
  flowFiles(): string[];
  triggerFlow(client: Client, request: FlowRequest): Promise<string>;
  listFlowRuns(client: Client, flow: string): Promise<ListedFlowRun[]>;
  actByHand(client: Client, options: HandOptions): Promise<void>;
}

/** What a command that asks a server has. */
export interface Asked {
  readonly room: Room;
  readonly client: Client;
  readonly call: Call;
}

const folder = join(kitFolder, "beyond", "temporal");

const apart = { folder, what: "Temporal's packages", takes: "about 250 MB" };

export function isRoomInstalled(): boolean {
  return isInstalled(apart);
}

export async function openRoom(call: Call): Promise<Room> {
  await installApart(apart, call.screen, () => call.signal);
  return (await import(pathToFileURL(join(folder, "src", "index.ts")).href)) as Room;
}
