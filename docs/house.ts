// The plan of the house, house.json, and what the source really does: which room, and which part of the engine, imports
// which. Tests are left out: they may look into any room.

import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** From the bottom to the top: what each may import. */
export type Plan = Readonly<Record<string, readonly string[]>>;

export const house = JSON.parse(readFileSync(join(root, "house.json"), "utf8")) as {
  readonly rooms: Plan;
  /** Its folders, and the files beside them. */
  readonly engine: Plan;
};

/** An import of one file by another: `to` is a file of the same room, or the name of a room. Types count. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
}

export const isForTests = (file: string) => /(\.test|\.test-d|testing|conformance|golden)\.ts$/.test(file);

export function readArrows(): Arrow[] {
  const pattern = `{,beyond/}{${Object.keys(house.rooms).join(",")}}/**/*.{ts,tsx}`;
  const files = globSync(pattern, { cwd: root, exclude: ["**/node_modules/**", "**/fixtures/**"] });
  const sources = files.map((file) => file.replaceAll("\\", "/")).filter((file) => !isForTests(file));
  return sources.flatMap((from) =>
    [...readFileSync(join(root, from), "utf8").matchAll(/\b(?:from|import)\s*\(?\s*"([^"]+)"/g)].flatMap(
      ([, name = ""]) => {
        if (name.startsWith(".")) return { from, to: posix.join(dirname(from), name) };
        const [, room] = /^@daglings\/([^/]+)/.exec(name) ?? [];
        return room === undefined ? [] : { from, to: room };
      },
    ),
  );
}

export function roomOf(file: string): string {
  return file.replace(/^beyond\//, "").split("/")[0] ?? file;
}

/** `core` of `engine/src/core/step.ts`, `dag.ts` of `engine/src/dag.ts`. */
export function partOf(file: string): string | undefined {
  return /^engine\/src\/([^/]+)/.exec(file)?.[1];
}

/** The drawing for docs/architecture.md: the highest first, and its height above the rooms that import nothing. */
export function draw(plan: Plan): string {
  const floors = new Map<string, number>();
  for (const [name, below] of Object.entries(plan)) {
    floors.set(name, 1 + Math.max(-1, ...below.map((other) => floors.get(other) ?? 0)));
  }
  const width = Math.max(...[...floors.keys()].map((name) => name.length));
  return [...floors]
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, floor]) => {
      const below = (plan[name] ?? []).toSorted((a, b) => (floors.get(b) ?? 0) - (floors.get(a) ?? 0));
      const arrows = below.length === 0 ? "" : ` → ${below.join(", ")}`;
      return `${String(floor).padStart(2)}  ${name.padEnd(width)}${arrows}`.trimEnd();
    })
    .join("\n");
}
