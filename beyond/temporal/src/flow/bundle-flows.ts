// How the files with flows get into the bundle for Temporal's sandbox: they may import what they like, and what the sandbox
// does not have is replaced.

import { builtinModules, isBuiltin } from "node:module";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { BundleOptions } from "@temporalio/worker";
import { allWritten } from "@daglings/flow";
import { kitFolder, placeOf } from "./places.ts";

type Hook = NonNullable<BundleOptions["webpackConfigHook"]>;

const sandbox = fileURLToPath(new URL("sandbox", import.meta.url));
const inSandbox = (file: string) => JSON.stringify(join(sandbox, file));
const flowRoom = join(kitFolder, "beyond", "flow", "src");
const ownRooms = [
  dirname(import.meta.dirname),
  flowRoom,
  join(kitFolder, "words"),
  join(kitFolder, "engine"),
];

/** What beyond/flow imports, and gets from surroundings.ts. */
const surroundings = ["node:async_hooks", "node:crypto", "node:timers/promises", "@daglings/engine"];

export function flowFiles(): string[] {
  return [...allWritten()].flatMap(([file, own]) => (own.some(({ kind }) => kind === "flow") ? [file] : []));
}

export function bundlingFlows(files: readonly string[]) {
  return {
    workflowsPath: fileURLToPath(new URL("workflows.ts", import.meta.url)),
    ignoreModules: [...builtinModules],
    webpackConfigHook: replaceImports(files),
  } satisfies Partial<BundleOptions>;
}

const replaceImports =
  (files: readonly string[]): Hook =>
  (config) => ({
    ...config,
    // A file may be anywhere, even where no package is installed.
    resolve: {
      ...config.resolve,
      modules: [...(config.resolve?.modules ?? []), join(kitFolder, "node_modules")],
    },
    module: {
      ...config.module,
      parser: {
        ...config.module?.parser,
        javascript: { ...config.module?.parser?.["javascript"], dynamicImportMode: "eager" },
      },
    },
    plugins: [
      ...(config.plugins ?? []),
      {
        apply(compiler) {
          compiler.hooks.normalModuleFactory.tap("flows", (factory) => {
            factory.hooks.beforeResolve.tap("flows", (asked) => {
              asked.request = replaced(asked.request, asked.contextInfo.issuer, files);
            });
          });
        },
      },
    ],
  });

/** The module that `issuer` gets when it asks for `request`. */
function replaced(request: string, issuer: string, files: readonly string[]): string {
  if (request.endsWith("/bundled-files.ts")) return code("text/javascript", listOf(files));
  if (issuer.startsWith(flowRoom + sep) && surroundings.includes(request)) {
    return join(sandbox, "surroundings.ts");
  }
  const isOurs = ownRooms.some((room) => issuer.startsWith(room + sep));
  if (isBuiltin(request)) {
    if (issuer.includes(`${sep}@temporalio${sep}`)) return request;
    const options = JSON.stringify({ isQuiet: isOurs });
    const source = `module.exports = require(${inSandbox("absent.ts")}).absent("${request}", ${options});`;
    return code("application/node", source);
  }
  if (isOurs || !request.startsWith("@daglings/")) return request;
  if (request === "@daglings/flow") return code("text/javascript", flowsFor(issuer));
  const source = `module.exports = require(${inSandbox("absent.ts")}).absent("${request}");`;
  return code("application/node", source);
}

function listOf(all: readonly string[]): string {
  const files = all.map((file) => `${JSON.stringify(placeOf(file))}: () => import(${JSON.stringify(file)})`);
  return `export const bundledFiles = { ${files.join(", ")} };`;
}

function flowsFor(file: string): string {
  const names = (allWritten().get(file) ?? []).flatMap((each) => (each.isNamedByPlace ? [each.name] : []));
  const given = `${JSON.stringify(placeOf(file))}, ${JSON.stringify(names)}`;
  return `import { flowsOf } from ${inSandbox("flows-of.ts")};
export * from ${JSON.stringify(join(flowRoom, "index.ts"))};
export const { flow, task, variable, connection } = flowsOf(${given});`;
}

function code(type: string, source: string): string {
  return `data:${type},${encodeURIComponent(source)}`;
}
