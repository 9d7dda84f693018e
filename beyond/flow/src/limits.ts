// Work that may be cut short: when its time is up, or when the run that it is part of stops.

import { AsyncResource } from "node:async_hooks";
import { asError, TimeoutError } from "@daglings/engine";
import { failed, type State } from "./state.ts";
import type { Stops } from "./stops.ts";

interface Limits {
  readonly stops: Stops;
  /** In milliseconds; null: no limit. */
  readonly timeout: number | null;
  /** Whose time limit it is, as messages name it. */
  readonly whose: "Task" | "Flow";
  /** Aborted when the work is cut short. */
  readonly controller: AbortController | null;
}

/** A function cannot be ended from outside: one that ignores its signal keeps running, and its result is ignored. */
export async function within<T>(limits: Limits, work: () => T): Promise<Awaited<T>> {
  const { stops, timeout, whose, controller } = limits;
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const cut = (reason: unknown) => {
    controller?.abort(reason);
    reject(asError(reason));
  };
  const stop = controller === null ? cut : AsyncResource.bind(cut); // so that what its listeners print goes into this log
  const ring = () =>
    stop(new TimeoutError(`${whose} run exceeded timeout of ${(timeout ?? 0) / 1000} second(s)`));
  const timer = timeout === null ? undefined : setTimeout(ring, timeout);
  const place = stops.add(stop);
  try {
    Promise.resolve(work()).then(resolve, reject);
    return await promise;
  } finally {
    clearTimeout(timer);
    stops.delete(place);
  }
}

/** Named after what the work has thrown, as Prefect does it. */
export function failedState(
  error: Error,
  { whose, controller }: Pick<Limits, "whose" | "controller">,
): State {
  const { name, message } = error;
  if (error === controller?.signal.reason) return failed({ name: "TimedOut", message, data: error });
  if (error instanceof TimeoutError) {
    const reason = `${whose} run failed due to timeout: ${message}`;
    return failed({ name: "TimedOut", message: reason, data: error });
  }
  const colon = whose === "Flow" ? ":" : "";
  return failed({
    message: `${whose} run encountered an exception${colon} ${name}: ${message}`,
    data: error,
  });
}
