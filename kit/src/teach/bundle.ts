// `pnpm teach bundle`: the course in a folder with all that its installation needs, for a class without a network.

import { execFileSync } from "node:child_process";
import { appendFileSync, copyFileSync, cpSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import process from "node:process";
import { EnvironmentError, UsageError } from "@daglings/engine";
import { suggest } from "@daglings/words";
import { writeTemplate } from "@daglings/grading";
import { kitFolder, makeFolder, writeTo } from "@daglings/stage";
import { exitCodes, noWord, userPath, type Call, type ExitCode } from "../command-line.ts";
import { shownPath } from "../desk/work-files.ts";
import { launcher, launcherForWindows, readme, settings } from "./bundle-files.ts";
import { readLessons } from "./lesson-range.ts";
import { emptyOwnFolder } from "./own-folder.ts";

/** Systems for which there is a Node of the kit's. */
const systems = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64", "win32-x64"];
const ownSystem = `${process.platform}-${process.arch}`;

export function bundle(call: Call): Promise<ExitCode> {
  noWord(call, "teach bundle");
  const wanted = systemsOf(call.text("systems"));
  const asked = call.text("out");
  const out = asked === undefined ? join(kitFolder, "runs", "bundle") : userPath(asked);
  emptyOwnFolder(out);
  return makeBundle(out, wanted, call);
}

async function makeBundle(out: string, wanted: readonly string[], call: Call): Promise<ExitCode> {
  if (call.isSet("without-solutions")) await writeTemplate(out, readLessons(call.text("lessons")));
  else if (call.text("lessons") === undefined) copyCourse(out);
  else
    throw new UsageError(
      "--lessons goes with --without-solutions: otherwise the whole course is in the bundle",
    );
  for (const system of wanted) {
    if (!call.screen.isJson) call.screen.say(`${system}: packages, Node and pnpm …`);
    fetchPackages(out, system);
    fetchPnpm(out, system);
  }
  appendFileSync(join(out, "pnpm-workspace.yaml"), settings);
  writeTo(join(out, "pnpm"), launcher, 0o755);
  writeTo(join(out, "pnpm.cmd"), launcherForWindows);
  writeTo(join(out, "BEGIN.md"), readme(wanted));
  const megabytes = Math.round(sizeOf(out) / 1e6);
  call.screen.say(
    call.screen.isJson
      ? JSON.stringify({ folder: out, systems: wanted, megabytes }, null, 2)
      : `${shownPath(out)} is ready: ${megabytes} MB. BEGIN.md in it says how a class begins.`,
  );
  return exitCodes.fine;
}

function systemsOf(list: string | undefined): string[] {
  const names = list === undefined ? [ownSystem] : list.split(",").map((name) => name.trim());
  const unknown = names.find((name) => !systems.includes(name));
  if (unknown === undefined) return names;
  throw new UsageError(`--systems: "${unknown}" is unknown${suggest(unknown, systems, "there are")}`);
}

/** What a run or an installation has made is left out. */
function copyCourse(out: string): void {
  const own = new Set([".git", "node_modules", "coverage", ".bundle"]);
  const atTop = new Set(["runs", "work", ".air-executor"]);
  const isCourse = (path: string) => {
    const parts = relative(kitFolder, path).split(sep);
    return !parts.some((part) => own.has(part)) && !atTop.has(parts[0] ?? "");
  };
  for (const name of readdirSync(kitFolder)) {
    const from = join(kitFolder, name);
    if (isCourse(from)) cpSync(from, join(out, name), { recursive: true, filter: isCourse });
  }
}

/** By an installation elsewhere, as that system would make it: its packages stay in the bundle's store. */
function fetchPackages(out: string, system: string): void {
  const folder = mkdtempSync(join(tmpdir(), "daglings-bundle-"));
  try {
    for (const path of manifests(out)) {
      writeTo(join(folder, path), "");
      copyFileSync(join(out, path), join(folder, path));
    }
    install(folder, out, system, ["--frozen-lockfile"]);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The files that decide on the packages. */
function manifests(out: string): string[] {
  const isManifest = (path: string) =>
    /(^|[/\\])package\.json$|^pnpm-(lock|workspace)\.yaml$|^\.pnpmfile\.cjs$|\.patch$/.test(path);
  return readdirSync(out, { recursive: true, encoding: "utf8" }).filter(
    (path) => isManifest(path) && !path.startsWith(".bundle"),
  );
}

function fetchPnpm(out: string, system: string): void {
  const name = system.startsWith("win32") ? "pnpm.exe" : "pnpm";
  const to = join(out, ".bundle", "pnpm", system);
  makeFolder(to);
  const running = process.env["npm_execpath"] ?? "";
  if (system === ownSystem && running.endsWith(name)) return copyFileSync(running, join(to, name));
  const folder = mkdtempSync(join(tmpdir(), "daglings-bundle-"));
  try {
    const dependencies = { [`@pnpm/exe.${system}`]: pnpmVersion() };
    writeTo(join(folder, "package.json"), JSON.stringify({ dependencies }));
    install(folder, out, system, ["--no-lockfile"]);
    copyFileSync(join(folder, "node_modules", "@pnpm", `exe.${system}`, name), join(to, name));
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The pnpm that runs this: it can read the lock file. */
function pnpmVersion(): string {
  const [, version] = /pnpm\/(\S+)/.exec(process.env["npm_config_user_agent"] ?? "") ?? [];
  if (version !== undefined) return version;
  throw new UsageError("call it by pnpm: pnpm teach bundle");
}

function install(folder: string, out: string, system: string, flags: readonly string[]): void {
  const program = process.env["npm_execpath"];
  if (program === undefined) throw new UsageError("call it by pnpm: pnpm teach bundle");
  const [os = "", cpu = ""] = system.split("-");
  const where = ["--os", os, "--cpu", cpu, "--store-dir", join(out, ".bundle", "store")];
  const args = ["install", "--ignore-scripts", ...flags, ...where];
  const isScript = /\.[cm]?js$/.test(program);
  try {
    execFileSync(isScript ? process.execPath : program, isScript ? [program, ...args] : args, {
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"],
    });
  } catch (error) {
    const said = (error as { stderr?: Buffer }).stderr?.toString().trim() ?? "";
    throw new EnvironmentError(
      `the packages for ${system} cannot be fetched; making a bundle needs a network\n${said}`,
      { cause: error },
    );
  }
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
