// Which files have arrived: those that match a pattern, are whole, and have new contents. A file is whole if it has not
// changed for a while; a file that is renamed into place is whole, and one that is being written is not. It looks when it
// is told to, by any clock that it is given: real or simulated.

import { createHash } from "node:crypto";
import { createReadStream, globSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { FileWatch } from "@daglings/engine";

export interface Arrival {
  /** Relative to the folder, with slashes on every system. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

interface Seen {
  readonly stamp: string;
  /** Since when it has been like this. */
  readonly since: number;
  readonly isReported: boolean;
}

export class FileArrivals {
  readonly #watch: FileWatch;
  readonly #folder: string;
  #seen = new Map<string, Seen>();

  constructor(watch: FileWatch, folder: string) {
    this.#watch = watch;
    this.#folder = folder;
  }

  /** What has arrived since the last look, by path; and when the next file may be whole: Infinity if none is expected. */
  async look(now: number): Promise<{ readonly arrived: Arrival[]; readonly nextAt: number }> {
    const arrived: Arrival[] = [];
    const seen = new Map<string, Seen>();
    for (const path of this.#paths()) {
      const stamp = this.#stampOf(path);
      if (stamp === null) continue;
      const before = this.#seen.get(path);
      const known = before?.stamp === stamp ? before : { stamp, since: now, isReported: false };
      const isWhole = !known.isReported && now - known.since >= this.#watch.quiet;
      const arrival = isWhole ? await this.#read(path, stamp) : null;
      if (arrival) arrived.push(arrival);
      seen.set(path, arrival ? { ...known, isReported: true } : known);
    }
    this.#seen = seen;
    const waiting = [...seen.values()].filter(({ isReported }) => !isReported);
    return { arrived, nextAt: Math.min(...waiting.map(({ since }) => since + this.#watch.quiet)) };
  }

  #paths(): string[] {
    return globSync(this.#watch.pattern, { cwd: this.#folder })
      .filter((path) => !basename(path).startsWith("."))
      .map((path) => path.replaceAll("\\", "/"))
      .toSorted();
  }

  #stampOf(path: string): string | null {
    const facts = statSync(join(this.#folder, path), { throwIfNoEntry: false });
    return facts?.isFile() ? `${facts.mtimeMs} ${facts.size} ${facts.ino}` : null;
  }

  /** Null if it changed while it was read, or is gone. */
  async #read(path: string, stamp: string): Promise<Arrival | null> {
    const hash = createHash("sha256");
    let bytes = 0;
    try {
      await pipeline(createReadStream(join(this.#folder, path)), async (chunks: AsyncIterable<Buffer>) => {
        for await (const chunk of chunks) {
          hash.update(chunk);
          bytes += chunk.length;
        }
      });
    } catch {
      return null;
    }
    return this.#stampOf(path) === stamp ? { path, bytes, sha256: hash.digest("hex") } : null;
  }
}

/** What an asset's event says about a file, under a key that is reported once for the same contents. */
export function arrivalEvent(asset: string, { path, bytes, sha256 }: Arrival) {
  return { asset, extra: { path, bytes, sha256 }, key: `${path} ${sha256}` };
}
