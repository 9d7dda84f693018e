// One scheduler at a time works on a store. It holds a lease, and renews it while it lives. Every commit names the
// holder, so that a scheduler that was wrongly taken for dead cannot write any more.

import { getBuiltinModule } from "node:process";
import { EnvironmentError, LeaseHeldError, LeaseLostError } from "../errors.ts";
import type { Clock, Lease, Store } from "../ports.ts";
import { hasEnded, thisProcess } from "./process.ts";

/** A holder that has not renewed for this long, in real milliseconds, is taken for dead. */
const leaseTime = 30_000;
/** How often a holder is to renew. */
export const beatInterval = 5000;
/** How long a holder may wait for a store that others have locked: the beat after it still comes in time. */
export const busyTime = leaseTime - beatInterval;

export interface HeldLease {
  readonly holder: string;
  /** Throws a LeaseLostError if another scheduler has taken over. */
  renew(): void;
  /** Tells everyone who looks at the store where this scheduler can be asked. */
  announce(address: string): void;
  drop(): void;
}

/** Takes the lease, or throws a LeaseHeldError that says who has it. */
export function takeLease(store: Store, clock: Clock): HeldLease {
  const holder = getBuiltinModule("node:crypto").randomUUID(); // loaded here: who only reads a store does without
  const me = thisProcess();
  let address: string | null = null;
  const times = () => ({ renewedAt: clock.uptime(), expiresAt: clock.realTime() + leaseTime, address });
  const rest = (held: Lease) => restOf(held, me.boot, clock);
  const isGood = (held: Lease) => rest(held) > 0 && !hasEnded(held);
  const held = store.takeLease({ holder, ...me, ...times() }, isGood);
  if (held.holder !== holder) throw leaseHeld(held, rest(held));
  const renew = () => {
    if (!store.renewLease({ holder, ...times() })) throw leaseLost();
  };
  return {
    holder,
    renew,
    announce(at) {
      address = at;
      renew();
    },
    drop() {
      try {
        store.dropLease({ holder });
      } catch (error) {
        // On a full disk, for instance, even that cannot be written. The lease ends with its process anyway.
        if (!(error instanceof EnvironmentError)) throw error;
      }
    },
  };
}

/** Who works on this store now, as far as can be told; null: nobody. */
export function findHolder(store: Store, clock: Clock): Lease | null {
  const held = store.findLease();
  return held && restOf(held, thisProcess().boot, clock) > 0 && !hasEnded(held) ? held : null;
}

/**
 * How long a lease is good for. For a holder on this computer the uptime counts, which both share and which nobody can
 * set; for one on another computer, or from before a restart, only the calendar is left.
 */
function restOf(held: Lease, boot: string, clock: Clock): number {
  if (held.boot !== boot) return held.expiresAt - clock.realTime();
  const age = clock.uptime() - held.renewedAt;
  return age < 0 ? 0 : leaseTime - age; // below 0: restarted since, where a start of the computer has no id
}

function leaseHeld(held: Lease, rest: number): LeaseHeldError {
  const seconds = Math.ceil(rest / 1000);
  return new LeaseHeldError(
    `another scheduler (process ${held.pid} on ${held.host}) works on this store; ` +
      `stop it, use another store, or, if it hangs, wait ${seconds} s until its lease is over`,
    held,
  );
}

export function leaseLost(): LeaseLostError {
  return new LeaseLostError(
    "another scheduler has taken this store over; this one has stopped, and wrote nothing more",
  );
}
