// `schedule: [asset, …]`: a run when all of these have been updated since the last one. It does not know about time: the
// scheduler is told about updates.

import type { Asset } from "../asset.ts";
import { noTimetable } from "./none.ts";
import type { Timetable } from "./timetable.ts";

export function assetTimetable(assets: readonly Asset[]): Timetable {
  return { ...noTimetable, description: `[${assets.map(({ name }) => name).join(", ")}]` };
}
