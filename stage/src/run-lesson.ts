// Runs a lesson: its DAG on a simulated clock, everything else real.

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { checkTemplates, UsageError, type AirflowVersion, type EventRecord } from "@daglings/engine";
import { stopwatch } from "./stopwatch.ts";
import { surelyWritten } from "@daglings/live/lineage";
import { displayPath, parseInstant } from "@daglings/words";
import type { Lesson, Scenario, Variant } from "@daglings/lessons";
import {
  findLesson,
  findVariant,
  givenFile,
  isScript,
  kitFolder,
  readLesson,
  variantFile,
  type LessonEntry,
} from "./catalogue.ts";
import { dagFacts, instantText, mailFacts, requestFacts, type LessonRun } from "./lesson-run.ts";
import { leaveFolder, listFiles, prepareFolder, type RunFolder } from "./run-folder.ts";
import type { Outcome } from "./outcome.ts";
import { runScript } from "./run-script.ts";
import { writeNote } from "./run-note.ts";
import { openStage, type ExecutorName, type Onlooker, type Shell } from "./stage.ts";

export interface LessonOptions {
  /** 8, 08 or 08_templated_path. */
  readonly lesson: string;
  readonly variant?: string | undefined;
  /** A student's file in place of the lesson's. */
  readonly file?: string | undefined;
  /** Default: runs/<lesson>. */
  readonly dir?: string | undefined;
  /** Do not empty the folder first: the run goes on from what the last one left. */
  readonly keep?: boolean | undefined;
  readonly executor?: ExecutorName | undefined;
  /** Which Airflow DAGs follow that do not say it themselves; default 2. */
  readonly airflow?: AirflowVersion | undefined;
  /** Simulated time ends here, not where the lesson says. */
  readonly until?: string | undefined;
  /** Another whole number gives other events. */
  readonly seed?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with everything that happens, as it happens. */
  readonly onEvent?: ((event: Omit<EventRecord, "id">) => void) | undefined;
  /** Looks on, and changes nothing. */
  readonly onlooker?: Onlooker | undefined;
  /** What runs its DAGs; default: the engine's scheduler. */
  readonly shell?: Shell | undefined;
}

export interface LessonResult extends Pick<
  Outcome,
  "attempts" | "events" | "script" | "templateFaults" | "lineage"
> {
  readonly run: LessonRun;
  readonly entry: LessonEntry;
  readonly lesson: Lesson;
  readonly variant: Variant | null;
  readonly scenario: Scenario;
  readonly folder: RunFolder;
  /** The file that was run. */
  readonly file: string;
  /** False if it was stopped on its way. */
  readonly isComplete: boolean;
  /** Real milliseconds. */
  readonly duration: number;
}

export async function runLesson(options: LessonOptions): Promise<LessonResult> {
  const began = stopwatch();
  const entry = findLesson(options.lesson);
  const lesson = await readLesson(entry);
  const variant = options.variant === undefined ? null : findVariant(entry, lesson, options.variant);
  const file = fileFor(entry, options);
  const scenario = scenarioFor(lesson, variant, options.until);
  const keep = options.keep ?? false;
  const folder = prepareFolder(resolve(options.dir ?? join(kitFolder, "runs", entry.name)), keep);

  const note = { lesson: entry.name, file, at: scenario.from };
  writeNote(folder.path, note);
  const what = { ...options, lesson, file, scenario, folder };
  const outcome = await (isScript(entry) ? runScript(what) : runDags(what)).finally(() =>
    leaveFolder(folder),
  );
  if (outcome.at !== null) writeNote(folder.path, { ...note, at: outcome.at });
  const run: LessonRun = {
    schema: "daglings/lesson-run/v1",
    lesson: entry.name,
    variant: options.variant ?? null,
    clock: { from: instantText(instantOf(scenario.from)), until: instantText(instantOf(scenario.until)) },
    dags: outcome.dags,
    ...(outcome.flows && { flows: outcome.flows }),
    files: listFiles(folder),
    mails: outcome.mails,
    requests: outcome.requests,
    ...(outcome.chat && { chat: outcome.chat }),
  };
  const { attempts, events, script, templateFaults, lineage } = outcome;
  return {
    run,
    entry,
    lesson,
    variant,
    scenario,
    folder,
    file,
    attempts,
    events,
    script,
    templateFaults,
    lineage,
    isComplete: !options.signal?.aborted,
    duration: stopwatch() - began,
  };
}

async function runDags(options: Parameters<typeof openStage>[0]): Promise<Outcome> {
  const stage = await openStage(options);
  try {
    const templateFaults = await checkTemplates(stage.dags.flatMap(({ tasks }) => tasks));
    await stage.play();
    const dags = dagFacts(stage.store, stage.dags);
    const runs = dags.flatMap(({ dagId, runs: list }) => list.map(({ runId }) => ({ dagId, runId })));
    return {
      dags,
      ...(stage.flows && { flows: stage.flows.facts() }),
      mails: mailFacts(stage.mails),
      requests: requestFacts(stage.requests),
      ...(options.lesson.needs.includes("chat") && {
        chat: { messages: stage.messages.map(({ text }) => text), secretSeenIn: stage.searchForSecret() },
      }),
      attempts: runs.flatMap((run) => stage.store.listAttempts(run)),
      events: stage.store.listEvents({ after: 0, limit: Number.MAX_SAFE_INTEGER }),
      script: null,
      at: instantText(stage.now()),
      templateFaults,
      lineage: surelyWritten(stage.store),
    };
  } finally {
    await stage.close();
  }
}

function fileFor(entry: LessonEntry, { file, variant }: LessonOptions): string {
  if (file !== undefined && variant !== undefined) {
    throw new UsageError("--file and --variant both say which file to run; name one of them");
  }
  if (file !== undefined && !existsSync(file)) {
    throw new UsageError(`${displayPath(resolve(file))}: there is no such file; check the path`);
  }
  if (file !== undefined) return resolve(file);
  const given = givenFile(entry);
  return variant === undefined ? given : variantFile(entry, variant);
}

/** What happens in a lesson's simulated time, and from when until when that lasts. */
export async function readScenario({
  lesson: name,
  variant,
  until,
}: Pick<LessonOptions, "lesson" | "variant" | "until">): Promise<Scenario> {
  const entry = findLesson(name);
  const lesson = await readLesson(entry);
  return scenarioFor(lesson, variant === undefined ? null : findVariant(entry, lesson, variant), until);
}

function scenarioFor({ scenario }: Lesson, variant: Variant | null, until: string | undefined): Scenario {
  const merged = { ...scenario, ...variant?.scenario };
  if (until === undefined) return merged;
  if (instantOf(until) < instantOf(merged.from)) {
    throw new UsageError(
      `--until ${until} is before the lesson begins, at ${merged.from}; name a later time`,
    );
  }
  return {
    ...merged,
    until,
    arrivals: (merged.arrivals ?? []).filter(({ at }) => instantOf(at) <= instantOf(until)),
    byHand: (merged.byHand ?? []).filter(({ at }) => instantOf(at) <= instantOf(until)),
  };
}

function instantOf(text: string): number {
  return parseInstant(text, "UTC", "--until").epochMilliseconds;
}
