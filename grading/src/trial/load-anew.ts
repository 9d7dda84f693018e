// Loads a version as if this process had never loaded it. Node loads a file once, so each time the file, and those of the
// version that it imports, have other addresses.

import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";
import { loadMainLast, type DAG } from "@daglings/engine";

/** What these packages keep for a whole process, such as the cache of flows, would outlive the version. */
const keepsState = new Set(["@daglings/flow"]);

let times = 0;
let main = { url: "", code: null as string | null };

/** `code`: what the file says, without types; null: Node strips them. */
export function loadAnew(file: string, code: string | null): Promise<DAG[]> {
  main = { url: pathToFileURL(file).href, code };
  times += 1;
  return loadMainLast(file, times === 1 ? {} : { version: times });
}

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    if (times > 1 && keepsState.has(specifier)) return { ...found, url: `${found.url}?version=${times}` };
    const { parentURL = "" } = context;
    const [, query] = /^file:.*(\?version=\d+)$/.exec(parentURL) ?? [];
    const isOwn = query !== undefined && specifier.startsWith(".") && /\.m?[jt]s$/.test(found.url);
    return isOwn ? { ...found, url: found.url + query } : found;
  },
  load(url, context, next) {
    const { code } = main;
    if (code === null || url.replace(/\?.*$/, "") !== main.url) return next(url, context);
    return { format: "module", source: code, shortCircuit: true };
  },
});
