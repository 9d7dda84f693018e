// Other engines and the floors on the same work, in turn: this engine, then each of the others, round after round, because
// a machine never stays the same for long. What counts is the ratio within a round.

import { execFile, spawnSync, type ExecFileException } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env, execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { inFolder, sampleOf, tell, type BenchOptions } from "./measure.ts";
import { startPostgres, startRedis, startTemporal, type PeerServer, type Start } from "./peer-servers.ts";
import type { Measured, Order, Shape, ShapeName } from "./peers/shapes.ts";
import { note, title } from "./report.ts";

const folderOfPeers = fileURLToPath(new URL("./peers/", import.meta.url));

interface Peer {
  /** Its file in peers/. */
  readonly name: string;
  readonly label: string;
  readonly synchronous?: Order["synchronous"];
  /** The npm package that it needs, if Node is not enough. */
  readonly needs?: string;
  /** Its Python package; the environment variable `variable` names the Python that has it. */
  readonly python?: { readonly variable: string; readonly needs: string };
  readonly start?: Start;
  /** A slow engine gets less to do: only these shapes, fewer rounds, and nothing in a quick measurement. */
  readonly only?: readonly ShapeName[];
  readonly rounds?: number;
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
  {
    name: "temporal",
    label: "Temporal, its development server",
    needs: "@temporalio/worker",
    start: startTemporal,
    only: ["chain", "lag", "fan-out"],
    rounds: 3,
  },
  {
    name: "prefect-3",
    label: "Prefect 3, its own server",
    python: { variable: "PREFECT_PYTHON", needs: "prefect" },
    only: ["chain", "lag", "fan-out"],
    rounds: 2,
  },
  {
    name: "airflow-2",
    label: "Airflow 2.11, SQLite",
    python: { variable: "AIRFLOW_PYTHON", needs: "apache-airflow" },
    only: ["chain"],
    rounds: 1,
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
  const wanted = peers.filter((peer) => !(isQuick && peer.rounds !== undefined));
  await withServers(wanted.filter(isInstalled), async (ports) => {
    for (const shape of shapes) {
      title(`Side by side: ${shape.title}`);
      const rounds = isQuick ? 1 : shape.name === "backfill" ? 3 : 7;
      await compare(ports, isQuick ? { ...shape, runs: Math.min(shape.runs, 20) } : shape, rounds);
    }
  });
}

function isInstalled({ label, needs, python }: Peer): boolean {
  if (needs !== undefined && !existsSync(join(folderOfPeers, "node_modules", needs))) {
    note(`${label}: not installed; pnpm --dir bench/peers install brings it`);
    return false;
  }
  if (python && pythonVersion(python) === null) {
    note(`${label}: not installed; let ${python.variable} name a Python that has ${python.needs}`);
    return false;
  }
  return true;
}

const pythonFor = ({ variable }: { readonly variable: string }) => env[variable] ?? "python3";

function pythonVersion(python: NonNullable<Peer["python"]>): string | null {
  const ask = `import importlib.metadata; print(importlib.metadata.version("${python.needs}"))`;
  const { status, stdout } = spawnSync(pythonFor(python), ["-c", ask], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : null;
}

/** If an engine fails, it is named, and left out from then on. */
async function compare(ports: Map<Peer, number>, shape: Shape, rounds: number): Promise<void> {
  const measured = new Map<Peer, Measured[]>([own, ...ports.keys()].map((peer) => [peer, []]));
  for (let round = 0; round < rounds; round++) {
    const ours = await once(own, shape, 0);
    if (typeof ours === "string") throw new Error(ours);
    measured.get(own)?.push(ours);
    for (const [peer, port] of ports) {
      if (round >= (peer.rounds ?? Infinity) || peer.only?.includes(shape.name) === false) continue;
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

/** Each on its own port; those that cannot be started are named and left out. */
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
        if (typeof server !== "string") noteAbout(peer, server);
      }
      await work(ports);
    } finally {
      await Promise.all(servers.map((server) => server.stop()));
    }
  });
}

/** Null if it needs none. */
async function startFor({ start }: Peer, folder: string): Promise<PeerServer | string | null> {
  if (!start) return null;
  mkdirSync(folder);
  return start(folder);
}

function noteAbout({ label, needs, python }: Peer, server: PeerServer | null): void {
  const about = server ? [server.about] : [];
  if (python) note([`${label}: ${python.needs} ${pythonVersion(python)}`, ...about].join(", "));
  if (needs === undefined) return;
  const file = join(folderOfPeers, "node_modules", needs, "package.json");
  const { version } = JSON.parse(readFileSync(file, "utf8")) as { version: string };
  note([`${label}: ${needs} ${version}`, ...about].join(", "));
}

/** For one engine on one shape, in real milliseconds. */
const longest = 600_000;

/** How long it took, or why it failed. */
async function once(
  { name, synchronous = "FULL", python }: Peer,
  shape: Shape,
  port: number,
): Promise<Measured | string> {
  return inFolder(async (folder) => {
    const order: Order = { shape, folder, port, synchronous };
    const file = join(folderOfPeers, `${name}.${python ? "py" : "ts"}`);
    const command = python ? pythonFor(python) : execPath;
    try {
      const { stdout } = await promisify(execFile)(command, [file, JSON.stringify(order)], {
        timeout: longest,
        // Compiled once, like the kit's own commands.
        env: { ...env, NODE_COMPILE_CACHE: join(tmpdir(), "daglings-bench-cache") },
      });
      return JSON.parse(stdout) as Measured;
    } catch (error) {
      const { stderr = "", killed, code } = error as ExecFileException & { readonly stderr?: string };
      if (killed) return `not done in ${longest / 1000} s`;
      return stderr.match(/^[\w.]*Error: .*/gm)?.at(-1) ?? `its process ended (${code ?? "no figures"})`;
    }
  });
}
