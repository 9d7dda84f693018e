// Ends the process once it has said everything. A flow that does not heed its signal may go on, and a timer that it has
// left behind would keep the process alive.

import process from "node:process";

/** The exit code is the command's, which is known by then. */
export function endSoon(): void {
  process.stdout.write("", () => setImmediate(() => process.exit()));
}
