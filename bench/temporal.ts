// `pnpm bench temporal`: the lessons on a Temporal server, compared with the kit's own run. The room of Temporal is installed
// on demand (`pnpm temporal install`), and its types are missing until then, so this file declares what it uses.

import { deepStrictEqual } from "node:assert";
import { existsSync } from "node:fs";
import { isScript, listLessons, type LessonEntry, type Shell } from "@daglings/stage";
import { tell, type BenchOptions } from "./measure.ts";
import { note, title } from "./report.ts";
import { keepCells, partOfTime, runtimes } from "./runtime-cells.ts";
import { writeRuntimes } from "./runtimes-page.ts";
import { simulate, tried, withoutRequests } from "./runtimes.ts";

interface Closing {
  close(): Promise<void>;
}

interface Room {
  findTemporal(): string | null;
  startServer(options: { readonly program: string }): Promise<Closing & { readonly access: object }>;
  connectTo(access: object): Promise<Closing>;
  playedScheduler(connected: Closing, options: Parameters<Shell>[0]): ReturnType<Shell>;
}

const folder = new URL("../beyond/temporal/", import.meta.url);

export async function benchTemporal({ isQuick }: BenchOptions): Promise<void> {
  title("The lessons on Temporal: from the first start to the last end, per task");
  const room = existsSync(new URL("node_modules", folder))
    ? ((await import(new URL("src/index.ts", folder).href)) as Room)
    : null;
  const program = room?.findTemporal();
  if (!room || program == null) return note("Temporal is not installed; pnpm temporal install downloads it");
  const server = await room.startServer({ program });
  const connected = await room.connectTo(server.access);
  try {
    const shell: Shell = (options) => room.playedScheduler(connected, options);
    for (const entry of listLessons()) {
      if (isScript(entry)) continue;
      if (isQuick && entry.number !== "08") continue;
      await compare(entry, shell, isQuick);
    }
  } finally {
    await connected.close();
    await server.close();
  }
  if (!isQuick) await writeRuntimes();
}

async function compare(entry: LessonEntry, shell: Shell, isQuick: boolean): Promise<void> {
  const until = partOfTime[entry.number];
  const expected = await simulate(entry, { until });
  const cell = await tried(expected, "temporal", async () => {
    const { run } = await simulate(entry, { until, shell });
    deepStrictEqual(withoutRequests(run), withoutRequests(expected.run));
  });
  const what = `lesson ${entry.number}, ${runtimes.temporal}${cell.isEqual ? "" : ": DIFFERENT"}`;
  tell({ what, value: (cell.took ?? 0) / cell.tasks, unit: "ms" });
  if (!isQuick) keepCells([cell]);
}
