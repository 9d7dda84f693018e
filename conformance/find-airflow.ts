// An Airflow on this machine: one that is named, or one that is installed for this purpose into a folder that git ignores.

import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { env, stderr } from "node:process";
import { asError, EnvironmentError, type AirflowVersion } from "@daglings/engine";
import { kitFolder } from "@daglings/stage";
import { ask, tell } from "../compose/trial/tool.ts";

const releases: Readonly<Record<AirflowVersion, string>> = { 2: "2.11.2", 3: "3.3.2" };

/** What the release itself does not exclude, but does not work with. */
const besides: Readonly<Record<AirflowVersion, readonly string[]>> = { 2: ["croniter==6.0.0"], 3: [] };

export interface FoundAirflow {
  readonly version: AirflowVersion;
  /** "2.11.2" */
  readonly release: string;
  readonly python: string;
}

export async function findAirflow(version: AirflowVersion, given?: string): Promise<FoundAirflow> {
  const python = given ?? env[`AIRFLOW${version}_PYTHON`] ?? (await install(version));
  const asked = await ask([python, "-c", "import airflow; print(airflow.__version__)"], {
    env: { ...env, AIRFLOW_HOME: join(kitFolder, "runs", "airflow", "home") },
  });
  const release = asked.stdout.trim().split("\n").at(-1) ?? "";
  if (release.startsWith(`${version}.`)) return { version, release, python };
  throw new EnvironmentError(
    `${python} has ${release === "" ? "no Airflow" : `Airflow ${release}`}; name one that has Airflow ${releases[version]}`,
  );
}

async function install(version: AirflowVersion): Promise<string> {
  const release = releases[version];
  const folder = join(kitFolder, "runs", "airflow", `venv-${release}`);
  const python = join(folder, "bin", "python");
  if (existsSync(join(folder, "bin", "airflow"))) return python; // pip writes it last
  const system = await ask(["python3", "--version"]).catch(() => null);
  if (system?.exitCode !== 0) {
    throw new EnvironmentError("python3 is missing; install it, or name an Airflow's python with --python");
  }
  stderr.write(`Installing Airflow ${release} into ${folder}: some 400 MB …\n`);
  rmSync(folder, { recursive: true, force: true });
  const wanted = [`apache-airflow==${release}`, ...besides[version]];
  try {
    await tell(["python3", "-m", "venv", folder]);
    await tell([python, "-m", "pip", "install", "--quiet", ...wanted]);
  } catch (error) {
    throw new EnvironmentError(
      `Airflow ${release} cannot be installed with ${system.stdout.trim()}; name an Airflow's python with --python. ` +
        asError(error).message,
      { cause: error },
    );
  }
  return python;
}
