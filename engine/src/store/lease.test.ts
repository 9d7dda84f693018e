import { hostname } from "node:os";
import { pid } from "node:process";
import { describe, expect, test } from "vitest";
import { EnvironmentError, LeaseHeldError, LeaseLostError } from "../errors.ts";
import type { Clock, Lease, Store } from "../ports.ts";
import { simulatedClock } from "../clocks/simulated.ts";
import { takeLease } from "./lease.ts";
import { memoryStore } from "./memory.ts";
import { thisProcess } from "./process.ts";

/** A computer's two clocks, to be set by hand. */
function clocks({ uptime = 1_000_000, realTime = 5_000_000 } = {}) {
  const times = { uptime, realTime };
  const clock: Clock = {
    ...simulatedClock({ from: "2019-01-01" }),
    uptime: () => times.uptime,
    realTime: () => times.realTime,
  };
  return { times, clock };
}

function heldBy(store: Store): Lease {
  let held: Lease | undefined;
  store.takeLease(
    { ...thisProcess(), holder: "looks", renewedAt: 0, expiresAt: 0, address: null },
    (lease) => {
      held = lease;
      return true;
    },
  );
  if (!held) throw new Error("nobody holds it");
  return held;
}

/** In place of the lease that is held, the same with these changes. */
function forge(store: Store, own: Partial<Lease>): void {
  store.takeLease({ ...heldBy(store), ...own }, () => false);
}

const second = 1000;
const hour = 3600 * second;

describe("a holder that lives", () => {
  test("is named to anyone else who wants the lease", () => {
    const { clock } = clocks();
    const store = memoryStore();
    const { holder } = takeLease(store, clock);
    let error: unknown;
    try {
      takeLease(store, clock);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(EnvironmentError);
    expect(error).toMatchObject({ held: { holder, pid, host: hostname() } });
    expect(String(error)).toContain(`(process ${pid} on ${hostname()}) works on this store; stop it`);
    expect(String(error)).toContain("wait 30 s until its lease is over");
  });

  test.each([-hour, hour])("keeps its lease when the calendar jumps by %i ms", (jump) => {
    const { clock, times } = clocks();
    const store = memoryStore();
    const lease = takeLease(store, clock);
    times.realTime += jump;
    expect(() => takeLease(store, clock)).toThrow(LeaseHeldError);
    lease.renew();
    times.realTime -= jump;
    expect(() => takeLease(store, clock)).toThrow(LeaseHeldError);
  });

  test("loses it if it does not renew it for 30 s, and then is told so", () => {
    const { clock, times } = clocks();
    const store = memoryStore();
    const lease = takeLease(store, clock);
    times.uptime += 20 * second;
    lease.renew();
    times.uptime += 29 * second;
    expect(() => takeLease(store, clock)).toThrow(LeaseHeldError);
    times.uptime += second;
    takeLease(store, clock);
    expect(() => lease.renew()).toThrow(LeaseLostError);
  });

  test("gives it back", () => {
    const { clock } = clocks();
    const store = memoryStore();
    takeLease(store, clock).drop();
    expect(() => takeLease(store, clock)).not.toThrow();
  });

  test("ends in peace if the store cannot even keep that", () => {
    const { clock } = clocks();
    const store = memoryStore();
    const full = () => {
      throw new EnvironmentError("the disk is full");
    };
    const lease = takeLease({ ...store, dropLease: full }, clock);
    expect(() => lease.drop()).not.toThrow();
  });
});

describe("another takes over at once", () => {
  const takeAfter = (own: Partial<Lease>) => {
    const { clock } = clocks();
    const store = memoryStore();
    takeLease(store, clock);
    forge(store, own);
    return () => takeLease(store, clock);
  };

  test("from a process that is gone", () => {
    expect(takeAfter({ pid: 2 ** 22 + 1 })).not.toThrow();
  });

  test.runIf(thisProcess().process !== "")("from an earlier process of the same number", () => {
    expect(takeAfter({ process: "1" })).not.toThrow();
  });

  test("but not from one of another host, whose processes cannot be seen", () => {
    expect(takeAfter({ pid: 2 ** 22 + 1, host: "elsewhere" })).toThrow(LeaseHeldError);
  });

  test("from one on this computer that has a later uptime: it was before a restart", () => {
    expect(takeAfter({ renewedAt: 1_000_001 })).not.toThrow();
  });
});

test("a holder on another computer is judged by the calendar: its uptime says nothing here", () => {
  const { clock, times } = clocks();
  const store = memoryStore();
  takeLease(store, clock);
  forge(store, { boot: "another", renewedAt: 0 });
  times.realTime += 29 * second;
  expect(() => takeLease(store, clock)).toThrow(LeaseHeldError);
  times.realTime += second;
  expect(() => takeLease(store, clock)).not.toThrow();
});
