// The process that tries out a student's version and observes it: the servers, the clock, the scheduler and the store are
// here, the version's own code is not, see troupe.ts. It reports what it sees at once: it may not survive to the end. It
// carries out one assignment after the other.

import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import process from "node:process";
import { inspect } from "node:util";
import { UsageError } from "@daglings/engine";
import type { Experiment } from "@daglings/lessons";
import { findLesson, isScript, type RunFolder } from "@daglings/stage";
import { broke } from "./mishap.ts";
import { observe, type Notes, type Subject } from "./observe.ts";
import type { Sighting } from "./sighting.ts";
import { endStragglers, isAloneInNetwork } from "./stragglers.ts";
import { openTroupe } from "./troupe.ts";
import { launchBehind, type Wall } from "./wall.ts";

export interface Assignment {
  readonly subject: Omit<Subject, "seed">;
  /** With which the experiments are carried out, one seed after the other. */
  readonly seeds: readonly number[];
  readonly experiments: readonly Experiment[];
  readonly wall: Wall;
}

export type Word =
  | { readonly type: "saw"; readonly sighting: Sighting }
  | { readonly type: "note"; readonly what: string }
  /** It goes on to the next seed. */
  | { readonly type: "next" }
  /** It waits for an answer. */
  | { readonly type: "asks" }
  /** Nothing can be said of the version: it is not a program, or the kit has a bug. */
  | { readonly type: "broke"; readonly message: string }
  /** A process of the version's has ended by itself: how, and the end of what it has written on stderr. */
  | { readonly type: "ended"; readonly how: string; readonly problems: string }
  /**
   * It has carried out the assignment. A process that ends without it was ended by the version. `isAlone`: nothing that the
   * version has started is left in its network.
   */
  | { readonly type: "done"; readonly isAlone: boolean };

export type Answer = "go on" | "that is enough";

const say = (word: Word) => process.send?.(word);
let hear: (answer: Answer) => void = () => {};
const notes: Notes = {
  saw: (sighting) => say({ type: "saw", sighting }),
  note: (what) => say({ type: "note", what }),
  async isMoreWanted() {
    const answer = new Promise<Answer>((resolve) => (hear = resolve));
    say({ type: "asks" });
    return (await answer) === "go on";
  },
};

/** The process that started it has no more for it, or is gone: then nobody else would end it. */
const leave = () => process.exit(0);

process.once("disconnect", leave);
if (!process.connected) leave(); // it went away while this was loaded, and nobody was told
process.on("message", (message: Assignment | Answer) => {
  if (typeof message === "string") {
    hear(message);
    return;
  }
  const elsewhere = process.cwd();
  const { isSandboxed } = message.wall;
  process.chdir(message.wall.writable[0]);
  void runExperiments(message)
    .catch((error: unknown) => say({ type: "broke", message: describe(error) }))
    .then(async () => {
      process.chdir(elsewhere); // the other folder is removed
      say({ type: "done", isAlone: !isSandboxed || (await isAloneInNetwork()) });
    });
});

function describe(error: unknown): string {
  return error instanceof UsageError ? error.message : `${broke}: ${inspect(error)}`;
}

async function runExperiments({ subject, seeds, experiments, wall }: Assignment): Promise<void> {
  const onEnd = (how: string, problems: string) => {
    process.send?.({ type: "ended", how, problems } satisfies Word, leave);
  };
  const [homes] = wall.writable;
  // A home for each folder of a run: everything that was started there is known by it.
  const homeOf = ({ path }: Pick<RunFolder, "path">) => {
    const home = join(homes, basename(path));
    mkdirSync(home, { recursive: true });
    return home;
  };
  const troupe = openTroupe({ wall, homeOf, onEnd });
  if (!isScript(findLesson(subject.lesson))) troupe.startAhead([subject.file]);
  const tried = {
    ...subject,
    ...troupe,
    endAll: (folder: RunFolder) => endStragglers("TMPDIR", homeOf(folder)),
    launch: launchBehind({ ...wall, readable: [...wall.readable, subject.file] }),
  };
  try {
    for (const [index, seed] of seeds.entries()) {
      if (index > 0) {
        say({ type: "next" });
        for (const name of readdirSync(homes)) rmSync(join(homes, name), { recursive: true, maxRetries: 5 });
      }
      await observe({ ...tried, seed }, experiments, notes);
    }
  } finally {
    await troupe.leave(); // or they would keep this process alive
  }
}
