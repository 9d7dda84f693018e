// The log of a flow run: one file for all its tasks, each line with its time. Everything that its code prints with console
// goes there, too.

import { AsyncResource } from "node:async_hooks";
import { join } from "node:path";
import { makeMask, openLog } from "@daglings/engine";
import type { Machine } from "./machine.ts";

export interface RunLog {
  readonly file: string | null;
  readonly write: (line: string) => void;
  readonly close: () => void;
  /** Hides secrets, in the log and in what is kept elsewhere. */
  readonly mask: (text: string) => string;
}

/** Flows called by a flow have files of their own, in folders below. */
export function openRunLog({ clock, logsFolder, print, record }: Machine, flowRunId: string): RunLog {
  const file = logsFolder === null ? null : join(logsFolder, ...flowRunId.split("/")) + ".log";
  const mask = makeMask(record);
  const log = openLog({ file, mask });
  // Bound: this prints where the flow was called, not into the flow's own log.
  const printOutside = AsyncResource.bind(print);
  return {
    file,
    write(line) {
      const at = Temporal.Instant.fromEpochMilliseconds(clock.now()).toString({
        smallestUnit: "millisecond",
      });
      log.write(`${at} ${line}`);
      printOutside(mask(line));
    },
    close: () => log.close(),
    mask,
  };
}
