// Where flows and tasks are written, as every machine sees it: the kit is the same everywhere, its folder is not.

import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const kitFolder = fileURLToPath(new URL("../../../../", import.meta.url));

export function placeOf(file: string): string {
  return relative(kitFolder, file).replaceAll(sep, "/");
}
