// One scheduler at a time works on a store. It holds a lease and renews it while it lives; every commit names the
// holder, so that one that was taken for dead, and is not, writes nothing any more.

import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { kill, pid } from "node:process";
import { EnvironmentError, LeaseLostError } from "../errors.ts";
import type { Clock, Lease, Store } from "../ports.ts";

/** A holder that has not renewed for this long, in real milliseconds, is taken for dead. */
const leaseTime = 30_000;

export interface HeldLease {
  readonly holder: string;
  /** False: another scheduler has taken over. */
  renew(): boolean;
  drop(): void;
}

/** Takes the lease, or says who has it. */
export function takeLease(store: Store, clock: Clock): HeldLease {
  const holder = randomUUID();
  const expiresAt = () => clock.realTime() + leaseTime;
  const isGood = (held: Lease) => held.expiresAt > clock.realTime() && !isDead(held);
  const held = store.takeLease({ holder, host: hostname(), pid, expiresAt: expiresAt() }, isGood);
  if (held.holder !== holder) {
    const seconds = Math.ceil((held.expiresAt - clock.realTime()) / 1000);
    throw new EnvironmentError(
      `another scheduler (process ${held.pid} on ${held.host}) works on this store; ` +
        `stop it, use another store, or, if it hangs, wait ${seconds} s until its lease is over`,
    );
  }
  return {
    holder,
    renew: () => store.renewLease({ holder, expiresAt: expiresAt() }),
    drop: () => store.dropLease({ holder }),
  };
}

/** After a crash nobody has to wait for the lease to run out: on this machine one can look. */
function isDead({ host, pid: holderPid }: Lease): boolean {
  if (host !== hostname()) return false;
  try {
    kill(holderPid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}

export function leaseLost(): LeaseLostError {
  return new LeaseLostError(
    "another scheduler has taken this store over; this one has stopped, and wrote nothing more",
  );
}
