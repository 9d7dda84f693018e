// Named places at which a scheduler dies, stops or meets an error, at a pass that is chosen beforehand. All of
// them are at its ports, and are put there from outside: the engine does not know about them.

import process from "node:process";
import type { Clock, SchedulerOptions, Store } from "@daglings/engine";

export const faultPoints = [
  "before lease", // the store is open, and no scheduler has it yet
  "after lease",
  "before commit",
  "after commit", // it is kept, and nothing outside has noticed it
  "before start", // the attempt is on record, and has not begun
  "after start",
  "before stop",
  "before report", // the attempt has ended, and the scheduler does not know it yet
  "after report", // it knows, and has not put it on record
  "before wait",
] as const;

export type FaultPoint = (typeof faultPoints)[number];

/** kill: as by kill -9; stop: as by SIGSTOP; fail: an error is thrown, as by a broken disk. */
export type FaultAct = "kill" | "stop" | "fail";

export interface Fault {
  readonly point: FaultPoint;
  /** The number of the pass: 1 is the first. */
  readonly pass: number;
  readonly act: FaultAct;
}

type Pass = (point: FaultPoint) => void;

/** `onStop` is called before the process stops itself. */
export function passOf(fault: Fault | undefined, onStop: () => void): Pass {
  let passes = 0;
  return (point) => {
    if (point !== fault?.point || ++passes !== fault.pass) return;
    if (fault.act === "fail") throw new Error(`a fault ${point}, pass ${fault.pass}`);
    if (fault.act === "stop") onStop();
    process.kill(process.pid, fault.act === "kill" ? "SIGKILL" : "SIGSTOP");
  };
}

export function faultyStore<Kind extends Store>(store: Kind, pass: Pass): Kind {
  return {
    ...store,
    commit(commit) {
      pass("before commit");
      store.commit(commit);
      pass("after commit");
    },
    takeLease(...wanted) {
      pass("before lease");
      const held = store.takeLease(...wanted);
      pass("after lease");
      return held;
    },
  };
}

export function faultyExecutor(
  factory: NonNullable<SchedulerOptions["executor"]>,
  pass: Pass,
): NonNullable<SchedulerOptions["executor"]> {
  return (resources) => {
    const executor = factory(resources);
    return {
      ...executor,
      start(order, report) {
        pass("before start");
        executor.start(order, (ended) => {
          pass("before report");
          report(ended);
          pass("after report");
        });
        pass("after start");
      },
      stop(attempt) {
        pass("before stop");
        executor.stop(attempt);
      },
    };
  };
}

export function faultyClock(clock: Clock, pass: Pass): Clock {
  return {
    ...clock,
    async wait(what) {
      pass("before wait");
      await clock.wait(what);
    },
  };
}
