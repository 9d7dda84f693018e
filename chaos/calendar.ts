// Loaded before a scheduler: on SIGUSR2 its calendar jumps, as when somebody sets the clock, or a laptop wakes up. The
// address says by how many milliseconds: `--import ./calendar.ts?jump=-3600000`.
// oxlint-disable no-restricted-globals -- nothing else is tried out here

import process from "node:process";

const jump = Number(new URL(import.meta.url).searchParams.get("jump"));
const RealDate = Date;
let shift = 0;
process.on("SIGUSR2", () => (shift += jump));

class JumpingDate extends RealDate {
  constructor(...parts: [] | [number | string | Date]) {
    const [instant = JumpingDate.now()] = parts;
    super(instant);
  }
  static override now(): number {
    return RealDate.now() + shift;
  }
}
globalThis.Date = JumpingDate as DateConstructor;
