// The space that a library takes on the disk, with everything that comes with it.

import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const modules = fileURLToPath(new URL("../node_modules/", import.meta.url));

export function installSize(library: string): number {
  const packages = new Set<string>();
  collect(realpathSync(join(modules, library)), library, packages);
  return [...packages].map(sizeOf).reduce((sum, size) => sum + size, 0);
}

/** pnpm puts a package next to links to what it needs: `.pnpm/arquero@8.0.3/node_modules/…`. */
function collect(folder: string, name: string, found: Set<string>): void {
  if (found.has(folder)) return;
  found.add(folder);
  const around = name.includes("/") ? dirname(dirname(folder)) : dirname(folder);
  for (const other of namesIn(around)) collect(realpathSync(join(around, other)), other, found);
}

function namesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith("."))
    .flatMap((name) =>
      name.startsWith("@") ? readdirSync(join(folder, name)).map((own) => `${name}/${own}`) : name,
    );
}

function sizeOf(folder: string): number {
  if (!existsSync(folder)) return 0; // packages for another system
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  return files.reduce((sum, file) => sum + statSync(join(file.parentPath, file.name)).size, 0);
}
