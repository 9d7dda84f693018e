// Other engines and the floors on the same work, in turn: this engine, then each other one, round after round, for a
// machine is never the same for long. What counts is the ratio within a round.

import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { inFolder, sampleOf, tell, type BenchOptions } from "./measure.ts";
import { startPostgres, startRedis, type PeerServer, type Start } from "./peer-servers.ts";
import type { Measured, Order, Shape } from "./peers/shapes.ts";
import { note, title } from "./report.ts";

const folderOfPeers = fileURLToPath(new URL("./peers/", import.meta.url));

interface Peer {
  /** Its file in peers/. */
  readonly name: string;
  readonly label: string;
  readonly synchronous?: Order["synchronous"];
  /** The npm package that it needs, besides what Node has. */
  readonly needs?: string;
  readonly start?: Start;
}

const own: Peer = { name: "daglings", label: "Daglings, SQLite FULL" };
const peers: readonly Peer[] = [
  { name: "daglings", label: "Daglings, SQLite NORMAL", synchronous: "NORMAL" },
  { name: "calls", label: "floor: bare calls, nothing kept" },
  { name: "commits", label: "floor: a bare SQLite commit a task, FULL" },
  { name: "commits", label: "floor: a bare SQLite commit a task, NORMAL", synchronous: "NORMAL" },
  { name: "openworkflow", label: "OpenWorkflow, SQLite FULL", needs: "openworkflow" },
  { name: "bullmq", label: "BullMQ, Redis", needs: "bullmq", start: startRedis },
  {
    name: "graphile-worker",
    label: "graphile-worker, PostgreSQL",
    needs: "graphile-worker",
    start: startPostgres,
  },
];

const shapes: readonly (Shape & { readonly title: string })[] = [
  { name: "chain", runs: 1, length: 40, isWide: false, title: "a chain of 40 tasks" },
  { name: "lag", runs: 100, length: 10, isWide: false, title: "100 DAGs of 10 tasks, at once" },
  {
    name: "fan-out",
    runs: 1,
    length: 400,
    isWide: true,
    title: "400 tasks side by side, and one that joins them",
  },
  { name: "backfill", runs: 10_000, length: 3, isWide: false, title: "a backfill of 10,000 runs of 3 tasks" },
];

export async function benchPeers({ isQuick }: BenchOptions): Promise<void> {
  title("Other engines and the floors, on the same work");
  note("Not measured here: Temporal, Prefect and Airflow, which bring servers and languages of their own.");
  await withServers(peers.filter(isInstalled), async (ports) => {
    for (const shape of shapes) {
      title(`Side by side: ${shape.title}`);
      const rounds = isQuick ? 1 : shape.name === "backfill" ? 3 : 7;
      await compare(ports, isQuick ? { ...shape, runs: Math.min(shape.runs, 20) } : shape, rounds);
    }
  });
}

function isInstalled({ label, needs }: Peer): boolean {
  if (needs === undefined || existsSync(join(folderOfPeers, "node_modules", needs))) return true;
  note(`${label}: not installed; pnpm --dir bench/peers install brings it`);
  return false;
}

/** One that fails is named, and left out from then on. */
async function compare(ports: Map<Peer, number>, shape: Shape, rounds: number): Promise<void> {
  const measured = new Map<Peer, Measured[]>([own, ...ports.keys()].map((peer) => [peer, []]));
  for (let round = 0; round < rounds; round++) {
    const ours = await once(own, shape, 0);
    if (typeof ours === "string") throw new Error(ours);
    measured.get(own)?.push(ours);
    for (const [peer, port] of ports) {
      const result = await once(peer, shape, port);
      if (typeof result !== "string") measured.get(peer)?.push(result);
      else {
        note(`${peer.label}: failed, and is left out: ${result}`);
        ports.delete(peer);
      }
    }
  }
  const ours = measured.get(own) ?? [];
  for (const [peer, results] of measured) if (results.length > 0) tellResults(peer, shape, results, ours);
}

function tellResults(
  peer: Peer,
  shape: Shape,
  results: readonly Measured[],
  ours: readonly Measured[],
): void {
  tell({ what: peer.label, value: sampleOf(results.map(({ time }) => time)), unit: "ms" });
  const isLag = shape.name === "lag" && !peer.label.startsWith("floor");
  if (isLag) {
    const value = sampleOf(results.map(({ lag }) => lag / 1000));
    tell({ what: "  the sum of start − ready", value, unit: "s" });
  }
  if (peer === own) return;
  const ratios = results.map(({ time }, round) => time / (ours[round]?.time ?? Number.NaN));
  tell({ what: "  against Daglings FULL, in the same round", value: sampleOf(ratios), unit: "×" });
}

/** Each on a port of its own; those that cannot be started are named and left out. */
async function withServers(
  wanted: readonly Peer[],
  work: (ports: Map<Peer, number>) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    const servers: PeerServer[] = [];
    const ports = new Map<Peer, number>();
    try {
      for (const peer of wanted) {
        const server = await startFor(peer, join(folder, peer.name));
        if (typeof server === "string") note(`${peer.label}: ${server}`);
        else ports.set(peer, server?.port ?? 0);
        if (server !== null && typeof server !== "string") servers.push(server);
        if (peer.needs !== undefined && typeof server !== "string") note(aboutPeer(peer, server));
      }
      await work(ports);
    } finally {
      await Promise.all(servers.map((server) => server.stop()));
    }
  });
}

/** Null: it needs none. */
async function startFor({ start }: Peer, folder: string): Promise<PeerServer | string | null> {
  if (!start) return null;
  mkdirSync(folder);
  return start(folder);
}

function aboutPeer({ label, needs = "" }: Peer, server: PeerServer | null): string {
  const file = join(folderOfPeers, "node_modules", needs, "package.json");
  const { version } = JSON.parse(readFileSync(file, "utf8")) as { version: string };
  return [`${label}: ${needs} ${version}`, ...(server ? [server.about] : [])].join(", ");
}

/** What it took, or why it failed. */
async function once(
  { name, synchronous = "FULL" }: Peer,
  shape: Shape,
  port: number,
): Promise<Measured | string> {
  return inFolder(async (folder) => {
    const order: Order = { shape, folder, port, synchronous };
    const args = [join(folderOfPeers, `${name}.ts`), JSON.stringify(order)];
    try {
      const { stdout } = await promisify(execFile)(execPath, args, { timeout: 600_000 });
      return JSON.parse(stdout) as Measured;
    } catch (error) {
      const { stderr = "", message } = error as { readonly stderr?: string; readonly message: string };
      return /^\w*Error: .*/m.exec(stderr)?.[0] ?? message;
    }
  });
}
