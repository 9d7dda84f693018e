// What a flow's file may import for its tasks, but the sandbox does not have: files, the network, the engine. While the file
// is loaded, it can be called, constructed and looked into, and nothing happens. The flow's own code cannot use it.

import { UsageError } from "@daglings/words";

let isLoading = true;

/** From now on, only flows themselves run. */
export function endLoading(): void {
  isLoading = false;
}

export function isStillLoading(): boolean {
  return isLoading;
}

/** `isQuiet`: its uses do not matter. */
export function absent(module: string, { path = "", isQuiet = false } = {}): unknown {
  const inner = (step: string) => absent(module, { path: path === "" ? step : `${path}.${step}`, isQuiet });
  const use = (what: string) => {
    if (isLoading || isQuiet) return;
    const name = what === "" || what === "default" ? module : `${what} of ${module}`;
    throw new UsageError(
      `the flow's own code uses ${name}; on Temporal this belongs in a task, because the flow's code runs again in each replay`,
    );
  };
  return new Proxy(function () {}, {
    get(_, key) {
      if (key === "__esModule") return true;
      const step = typeof key === "string" ? key : "";
      use(path === "" ? step : path);
      if (key === "then") return undefined; // nothing to wait for
      return key === Symbol.toPrimitive ? () => path : inner(step);
    },
    set: () => true,
    apply() {
      use(path);
      return inner("()");
    },
    construct() {
      use(path);
      return inner("()") as object;
    },
  });
}
