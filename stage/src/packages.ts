// A student's file may be anywhere, even where no package is installed: it finds those of the kit.

import { registerHooks } from "node:module";

/** For Node's `--import`: it calls the function below before anything else is loaded. */
export const packagesHook = new URL("./packages-hook.ts", import.meta.url).href;

const manifest = new URL("../../package.json", import.meta.url).href;
let isRegistered = false;

export function findPackagesOfTheKit(): void {
  if (isRegistered) return;
  isRegistered = true;
  registerHooks({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context);
      } catch (error) {
        const isPackage = !/^(\.|\/|[a-z]+:)/i.test(specifier);
        if (!isPackage || context.parentURL === manifest) throw error;
        try {
          return next(specifier, { ...context, parentURL: manifest });
        } catch {
          throw error; // it names the file that asks for it
        }
      }
    },
  });
}
