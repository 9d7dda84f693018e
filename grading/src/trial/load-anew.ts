// Loads a version as if this process had never loaded it. Node loads a file once, so each time the file, and those of the
// version that it imports, have other addresses.

import { registerHooks } from "node:module";
import { loadMainLast, type DAG } from "@daglings/engine";

let times = 0;

export function loadAnew(file: string): Promise<DAG[]> {
  times += 1;
  return loadMainLast(file, times === 1 ? {} : { version: times });
}

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    const { parentURL = "" } = context;
    const [, query] = /^file:.*(\?version=\d+)$/.exec(parentURL) ?? [];
    const isOwn = query !== undefined && specifier.startsWith(".") && /\.m?[jt]s$/.test(found.url);
    return isOwn ? { ...found, url: found.url + query } : found;
  },
});
