// What a file finds when it is loaded on another machine: another time, other dice, another name. They last only while it is
// loaded: a file that decides by any of them gives another DAG.

import { syncBuiltinESMExports } from "node:module";
import os from "node:os";
import process from "node:process";

export interface World {
  /** How much later it is there. */
  readonly later: { readonly hours: number };
  /** What Math.random gives. */
  readonly dice: number;
  readonly host: string;
}

/** In both, one after the other, a version must be what it is here: dice fall as low as they can, and as high. */
export const otherWorlds: readonly World[] = [
  { later: { hours: 12_345 }, dice: 0, host: "worker-1" },
  { later: { hours: 123_456 }, dice: 1 - Number.EPSILON, host: "worker-2" },
];

/** Returns the way back. */
export function enterWorld({ later, dice, host }: World): () => void {
  const before = { Date, random: Math.random, pid: process.pid, hostname: os.hostname };
  const clock = Object.getOwnPropertyDescriptors(Temporal.Now); // they cannot be enumerated
  const { instant, timeZoneId } = Temporal.Now;
  const now = () => instant().add(later);
  const zoned = (zone: Temporal.TimeZoneLike = timeZoneId()) => now().toZonedDateTimeISO(zone);
  Object.assign(Temporal.Now, {
    instant: now,
    zonedDateTimeISO: zoned,
    plainDateTimeISO: (zone?: Temporal.TimeZoneLike) => zoned(zone).toPlainDateTime(),
    plainDateISO: (zone?: Temporal.TimeZoneLike) => zoned(zone).toPlainDate(),
    plainTimeISO: (zone?: Temporal.TimeZoneLike) => zoned(zone).toPlainTime(),
  });
  const time = () => now().epochMilliseconds;
  globalThis.Date = new Proxy(before.Date, {
    construct: (target, given: unknown[], maker) =>
      Reflect.construct(target, given.length === 0 ? [time()] : given, maker) as Date,
    apply: (target) => new target(time()).toString(),
    get: (target, name, receiver) =>
      name === "now" ? time : (Reflect.get(target, name, receiver) as unknown),
  });
  Math.random = () => dice;
  const setPid = (value: number) => Object.defineProperty(process, "pid", { value });
  setPid(before.pid + 1);
  os.hostname = () => host;
  syncBuiltinESMExports();
  return () => {
    Object.defineProperties(Temporal.Now, clock);
    globalThis.Date = before.Date;
    Math.random = before.random;
    setPid(before.pid);
    os.hostname = before.hostname;
    syncBuiltinESMExports();
  };
}
