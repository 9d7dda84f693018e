// The processes of a version, one for each of its files. They go on from one experiment to the next, and load the files
// again in each, until they are killed.

import type { Cast, RunFolder } from "@daglings/stage";
import { startActor, type Actor } from "./actor.ts";
import { dagFrom } from "./dag-sketch.ts";
import type { World } from "./other-world.ts";
import { necessary, type Wall } from "./wall.ts";
import { withoutTypes } from "./without-types.ts";

export interface TroupeOptions {
  readonly wall: Wall;
  /** What is started in a run's folder is known by its home. */
  readonly homeOf: (folder: RunFolder) => string;
  /** A process has ended by itself in an experiment: how, and the end of what it has written on stderr. */
  readonly onEnd: (how: string, problems: string) => void;
}

export interface Troupe {
  cast(files: readonly string[], folder: RunFolder, world?: World): Promise<Cast>;
  /**
   * Starts processes for the files that will be played, or again for those that are, and take over when the present ones are
   * killed: loading takes as long as most experiments.
   */
  startAhead(files?: Iterable<string>): void;
  /** Kills those that play. */
  kill(): void;
  /** Kills all, and waits until they are gone. */
  leave(): Promise<void>;
}

export function openTroupe({ wall, homeOf, onEnd }: TroupeOptions): Troupe {
  /** By file. */
  const waiting = new Map<string, Actor>();
  let playing = new Map<string, Actor>();
  const start = (file: string) =>
    startActor({ wall: { ...wall, readable: [...wall.readable, file] }, onEnd });
  const take = (file: string) => {
    const actor = waiting.get(file);
    waiting.delete(file);
    return actor && !actor.isGone() ? actor : start(file);
  };

  return {
    async cast(files, folder, world) {
      const home = homeOf(folder);
      const environment = { ...necessary(), HOME: home, TMPDIR: home };
      const own = new Map(files.map((file) => [file, take(file)]));
      playing = own;
      const begin = async ([file, actor]: [string, Actor]) => {
        const role = {
          file,
          code: withoutTypes(file),
          folder: folder.path,
          storeFile: folder.store,
          environment,
          world: world ?? null,
        };
        const sketches = await actor.begin(role);
        return sketches.map((sketch) => ({ dag: dagFrom(sketch), actor }));
      };
      const begun = await Promise.allSettled([...own].map(begin));
      const unfit = begun.find(({ status }) => status === "rejected");
      if (unfit?.status === "rejected") {
        await leaveAll(own); // or they would keep this process alive
        throw unfit.reason;
      }
      const parts = begun.flatMap((each) => (each.status === "fulfilled" ? each.value : []));
      const actorOf = new Map(parts.map(({ dag: { dagId }, actor }) => [dagId, actor]));
      return {
        dags: parts.map(({ dag }) => dag),
        executor: () => ({
          slots: 16,
          start: (order, report) => actorOf.get(order.dagId)?.start(order, report),
          stop: (attempt) => actorOf.get(attempt.dagId)?.stop(attempt),
          callBack: async (order) => await actorOf.get(order.attempt.dagId)?.callBack(order),
          close: async () => void (await Promise.all(Array.from(own.values(), (actor) => actor.finish()))),
        }),
        async close() {
          const end = async ([file, actor]: [string, Actor]) => {
            const isFree = await actor.rest();
            if (isFree && !waiting.has(file)) waiting.set(file, actor);
            else await actor.leave();
          };
          await Promise.all([...own].map(end));
        },
      };
    },
    startAhead(files = playing.keys()) {
      for (const file of files) waiting.set(file, start(file));
    },
    kill() {
      void leaveAll(playing);
    },
    async leave() {
      await Promise.all([leaveAll(playing), leaveAll(waiting)]);
    },
  };
}

async function leaveAll(actors: ReadonlyMap<string, Actor>): Promise<void> {
  await Promise.all(Array.from(actors.values(), (actor) => actor.leave()));
}
