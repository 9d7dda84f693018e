// The wall around a version's own processes: what they may read, write and reach. With bubblewrap it holds for everything
// that they start; without it only JavaScript's own writing is held back.

import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, readlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { kitFolder, type Launch } from "@daglings/stage";

export interface Wall {
  /** Where it may write. The first is its home, and where it keeps temporary files. */
  readonly writable: readonly [string, ...string[]];
  /** What it may read in a sandbox: its own files, and the store. */
  readonly readable: readonly string[];
  /** Megabytes of JavaScript's memory. */
  readonly memory: number;
  /** Node's compile cache. In a sandbox it can only be read. */
  readonly cache: string | null;
  readonly isSandboxed: boolean;
}

/** Starts Node behind the wall. Its environment has only what it needs. */
export function launchBehind(wall: Wall): Launch {
  const { writable, isSandboxed, cache } = wall;
  const [home] = writable;
  return (rest) => {
    const own = { HOME: home, TMPDIR: home, NODE_COMPILE_CACHE: cache ?? undefined };
    const node = [...nodeFlags(wall), ...rest];
    return isSandboxed
      ? {
          program: bubblewrap,
          programArguments: [...sandbox(wall), process.execPath, ...node],
          env: { ...necessary(), ...own },
        }
      : { program: process.execPath, programArguments: node, env: { ...process.env, ...own } };
  };
}

const bubblewrap = "bwrap";

/**
 * The process that observes has a network of its own, which has nothing but its servers; it is not held back otherwise.
 * `execPath` and `execArgv`, as `fork` takes them.
 */
export const ownNetwork = {
  execPath: bubblewrap,
  execArgv: ["--die-with-parent", "--unshare-net", "--dev-bind", "/", "/", process.execPath],
};

let isAvailable: boolean | undefined;

/** Tried once: a sandbox in a network of its own, as every trial needs it. */
export function canSandbox(): boolean {
  isAvailable ??= process.platform === "linux" && tryOnce();
  return isAvailable;
}

function tryOnce(): boolean {
  const outer = ["--unshare-net", "--dev-bind", "/", "/"];
  const inner = ["--unshare-all", "--share-net", "--ro-bind", "/", "/", "--proc", "/proc", "true"];
  return spawnSync(bubblewrap, [...outer, bubblewrap, ...inner], { stdio: "ignore" }).status === 0;
}

const flush = new URL("./flush.ts", import.meta.url).href;

/** JavaScript may write below its folders and nowhere else. */
function nodeFlags({ writable, memory, cache }: Wall): string[] {
  // Node uses no cache that it may not write to; in a sandbox it may, but cannot.
  const folders = [...writable, ...(cache === null ? [] : [cache])];
  return [
    `--max-old-space-size=${memory}`,
    "--permission",
    "--allow-fs-read=*",
    ...folders.map((path) => `--allow-fs-write=${path}`),
    "--allow-child-process",
    "--allow-net",
    "--allow-addons",
    "--disable-warning=SecurityWarning",
    "--import",
    flush,
  ];
}

/** Programs and libraries, and the few settings that they read. */
const system = ["/usr", "/opt", "/nix/store"];
const aliases = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];
const settings = ["alternatives", "hosts", "ld.so.cache", "localtime", "nsswitch.conf", "passwd", "ssl"];

/** The code that a version depends on. Lessons, with their solutions and checks, are not part of it. */
const shared = [
  "words",
  "templates",
  "engine",
  "binance",
  "lessons/src",
  "beyond/air-executor",
  "beyond/flow",
];
const hook = ["src/packages-hook.ts", "src/packages.ts"];
const actor = ["actor-process", "clean-slate", "dag-sketch", "flush", "load-anew", "other-world"];
const inRoom = (room: string, paths: readonly string[]) =>
  ["package.json", "node_modules", ...paths].map((path) => join(room, path));
const course = [
  ...shared,
  ...inRoom("", []),
  ...inRoom("stage", hook),
  ...inRoom(
    "grading",
    actor.map((name) => `src/trial/${name}.ts`),
  ),
];

function sandbox({ writable, readable, cache }: Wall): string[] {
  const read = [
    ...system,
    ...settings.map((name) => `/etc/${name}`),
    dirname(process.execPath),
    ...course.map((name) => join(kitFolder, name)),
    ...(cache === null ? [] : [cache]),
    ...readable,
  ];
  const bind = (flag: string, paths: readonly string[]) => paths.flatMap((path) => [flag, path, path]);
  return [
    "--die-with-parent",
    "--unshare-all",
    "--share-net",
    "--proc",
    "/proc",
    "--dev",
    "/dev",
    "--tmpfs",
    "/tmp",
    ...aliases.filter((path) => existsSync(path)).flatMap(aliasOf),
    ...bind("--ro-bind-try", read),
    ...bind("--bind", writable),
  ];
}

function aliasOf(path: string): string[] {
  return lstatSync(path).isSymbolicLink()
    ? ["--symlink", readlinkSync(path), path]
    : ["--ro-bind", path, path];
}

const necessaryNames = [
  "PATH",
  "LANG",
  "LC_ALL",
  "TZ",
  "NO_COLOR",
  "EVENTS_API",
  "SMTP_URL",
  "BINANCE_URL",
  "BINANCE_LONGEST_WAIT",
  "DAGLINGS_CONN_CHAT",
  "DAGLINGS_FLOW_CLOCK",
  "DAGLINGS_VAR_QUIET_BELOW",
  "DAGLINGS_VAR_BIG_FROM",
];

/** None of the teacher's keys, names or paths. */
export function necessary(): NodeJS.ProcessEnv {
  const known = necessaryNames.map((name) => [name, process.env[name]] as const);
  return Object.fromEntries(known.filter(([, value]) => value !== undefined));
}
