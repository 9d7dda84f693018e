// An asset: data under a name, which tasks update and whole DAGs wait for. Airflow 2 calls it a dataset.

import { checkKeys, show, UsageError, withPlace } from "@daglings/words";
import type { Watch } from "./watch.ts";

interface AssetOptions {
  /** What reports updates that none of our tasks made: `fileArrival`, `apiSignal` or `tableChange`. */
  readonly watch?: Watch;
}

/** Two assets with the same name are the same asset, in whichever files they are written. */
export class Asset {
  readonly name: string;
  readonly watch: Watch | null;

  constructor(name: string, options: AssetOptions = {}) {
    this.name = checkName(name);
    withPlace(`asset "${name}"`, () => checkKeys(options, ["watch"]));
    this.watch = options.watch ?? null;
  }
}

/** Airflow's rule: ASCII, not blank, up to 1500 letters. */
function checkName(name: unknown): string {
  const isName = typeof name === "string" && name.trim() !== "" && name.length <= 1500;
  if (isName && /^[\x20-\x7e]+$/.test(name)) return name;
  throw new UsageError(`an asset's name is ${show(name)}; it must be up to 1500 letters of ASCII`);
}

/** For options: the assets of a schedule, or those that a task updates. */
export function readAssets(value: unknown, option: string): readonly Asset[] {
  const given = Array.isArray(value) ? Array.from<unknown>(value) : [];
  const assets = given.filter((each) => each instanceof Asset);
  if (Array.isArray(value) && assets.length === given.length) return byName(assets);
  throw new UsageError(`${option} is ${show(value)}; write a list of assets, as in [new Asset("orders")]`);
}

/** Each name once. */
function byName(assets: readonly Asset[]): readonly Asset[] {
  return [...new Map(assets.map((asset) => [asset.name, asset])).values()];
}
