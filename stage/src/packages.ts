// A student's file may lie anywhere, also where no package is installed: it finds those of the kit.

import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";
import { kitFolder } from "./catalogue.ts";

/** For Node's `--import`: it calls the function below before anything else is loaded. */
export const packagesHook = new URL("./packages-hook.ts", import.meta.url).href;

let isRegistered = false;

export function findPackagesOfTheKit(): void {
  if (isRegistered) return;
  isRegistered = true;
  const parentURL = pathToFileURL(`${kitFolder}/package.json`).href;
  registerHooks({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context);
      } catch (error) {
        const isPackage = !/^(\.|\/|[a-z]+:)/i.test(specifier);
        if (!isPackage || context.parentURL === parentURL) throw error;
        try {
          return next(specifier, { ...context, parentURL });
        } catch {
          throw error; // it names the file that asks for it
        }
      }
    },
  });
}
