// The process that tries out a student's version and observes it: the servers, the clock, the scheduler and the store are
// here, the version's own code is not, see troupe.ts. It reports what it sees at once: it may not survive to the end.

import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import process from "node:process";
import { inspect } from "node:util";
import { UsageError } from "@daglings/engine";
import type { Experiment } from "@daglings/lessons";
import type { RunFolder } from "@daglings/stage";
import { broke } from "./mishap.ts";
import { observe, type Notes, type Subject } from "./observe.ts";
import type { Sighting } from "./sighting.ts";
import { endStragglers } from "./stragglers.ts";
import { openTroupe } from "./troupe.ts";
import { launchBehind, type Wall } from "./wall.ts";

export interface Assignment {
  readonly subject: Subject;
  readonly experiments: readonly Experiment[];
  readonly wall: Wall;
}

export type Word =
  | { readonly type: "saw"; readonly sighting: Sighting }
  | { readonly type: "note"; readonly what: string }
  /** It waits for an answer. */
  | { readonly type: "asks" }
  /** Nothing can be said of the version: it is not a program, or the kit has a bug. */
  | { readonly type: "broke"; readonly message: string }
  /** A process of the version's has ended by itself: how, and the end of what it has written on stderr. */
  | { readonly type: "ended"; readonly how: string; readonly problems: string }
  /** A process that ends without it was ended by the version. */
  | { readonly type: "done" };

export type Answer = "go on" | "that is enough";

const say = (word: Word) => process.send?.(word);
const notes: Notes = {
  saw: (sighting) => say({ type: "saw", sighting }),
  note: (what) => say({ type: "note", what }),
  async isMoreWanted() {
    say({ type: "asks" });
    const [answer] = (await once(process, "message")) as [Answer];
    return answer === "go on";
  },
};

/** The process that started it is gone: nobody else would end it. */
const orphaned = () => process.exit(1);

process.once("disconnect", orphaned);
if (!process.connected) orphaned(); // it went while this was loaded, and nobody was told
process.once("message", (assignment: Assignment) => {
  void runExperiments(assignment)
    .catch((error: unknown) => say({ type: "broke", message: describe(error) }))
    .then(() => {
      process.off("disconnect", orphaned);
      process.send?.({ type: "done" } satisfies Word, () => process.disconnect?.());
    });
});

function describe(error: unknown): string {
  return error instanceof UsageError ? error.message : `${broke}: ${inspect(error)}`;
}

async function runExperiments({ subject, experiments, wall }: Assignment): Promise<void> {
  const onEnd = (how: string, problems: string) => {
    process.off("disconnect", orphaned);
    process.send?.({ type: "ended", how, problems } satisfies Word, () => process.exit(0));
  };
  // A home for each folder of a run: everything that was started there is known by it.
  const homeOf = ({ path }: Pick<RunFolder, "path">) => {
    const home = join(wall.writable[0], basename(path));
    mkdirSync(home, { recursive: true });
    return home;
  };
  const troupe = openTroupe({ wall, homeOf, onEnd });
  const tried = {
    ...subject,
    ...troupe,
    endAll: (folder: RunFolder) => endStragglers("TMPDIR", homeOf(folder)),
    launch: launchBehind({ ...wall, readable: [...wall.readable, subject.file] }),
  };
  try {
    await observe(tried, experiments, notes);
  } finally {
    await troupe.leave(); // or they would keep this process alive
  }
}
