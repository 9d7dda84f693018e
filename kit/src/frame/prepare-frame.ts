// What `pnpm lesson 08 --frame danfojs` does before it runs: it writes the file, and makes sure of the library.

import { UsageError } from "@daglings/engine";
import type { LessonEntry } from "@daglings/stage";
import type { Call } from "../command-line.ts";
import { writeFrameFile, type FrameFile } from "./frame-file.ts";
import { installLab } from "./install-lab.ts";

/** These need nothing that a lesson does not need anyway. */
const framesOfTheKit: readonly string[] = ["arquero", "plain"];

/** Null: the lesson's own step runs. */
export async function prepareFrame(call: Call, entry: LessonEntry): Promise<FrameFile | null> {
  const name = call.text("frame");
  if (name === undefined) return null;
  const other = ["variant", "file"].find((flag) => call.text(flag) !== undefined);
  if (other !== undefined) {
    throw new UsageError(`--frame and --${other} both say which file to run; name one of them`);
  }
  const frame = writeFrameFile(entry, name);
  if (!framesOfTheKit.includes(name)) await installLab(call.screen, () => call.signal);
  return frame;
}
