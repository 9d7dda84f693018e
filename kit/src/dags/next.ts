// `pnpm dags next`: when the next runs are due.

import { expressionOf, parseSchedule, systemClock } from "@daglings/engine";
import { pathOf, type Client } from "@daglings/live";
import { cronInWords, UsageError } from "@daglings/words";
import { exitCodes, type Call, type ExitCode } from "../command-line.ts";
import { looking } from "./looking.ts";
import { sayJson, sayTable, timeText } from "./say.ts";
import { wordsOf } from "./words-of.ts";

/** The next runs of a DAG, or of a schedule that is typed in. */
export async function next(call: Call): Promise<ExitCode> {
  const [wanted] = wordsOf(call, "dags next", ["DAG_ID or SCHEDULE"]);
  const count = Number(call.text("count") ?? 5);
  const isSchedule = /^[@*\d]|\s/.test(wanted) && !/^\d\d_/.test(wanted);
  if (!isSchedule) return await looking("next", ["DAG_ID or SCHEDULE"], nextOfDag)(call);
  const found = upcoming(wanted, count);
  const words = wanted === "@once" ? null : cronInWords(expressionOf(wanted));
  if (words !== null && !call.screen.isJson) call.screen.say(`"${wanted}" means: ${words}.`);
  return sayNext(call, found);
}

interface NextRun {
  readonly dataIntervalStart: string;
  readonly dataIntervalEnd: string;
  readonly runAfter: string;
}

async function nextOfDag(client: Client, call: Call, [dagId]: readonly [string]): Promise<ExitCode> {
  const query = { count: call.text("count") };
  const answer = (await client.ask({ path: pathOf("dags", dagId, "next"), query })) as { runs: NextRun[] };
  return sayNext(call, answer.runs);
}

function upcoming(schedule: string, count: number): NextRun[] {
  if (!Number.isSafeInteger(count) || count < 1 || count > 100) {
    throw new UsageError(`--count is ${count}; it must be a whole number from 1 to 100`);
  }
  const timetable = parseSchedule(schedule);
  const now = Temporal.Instant.fromEpochMilliseconds(systemClock().now());
  const found: NextRun[] = [];
  const question = { earliest: now, catchup: true, now };
  for (let due = timetable.nextRun(question); due && found.length < count;) {
    found.push({
      dataIntervalStart: due.start.toString(),
      dataIntervalEnd: due.end.toString(),
      runAfter: due.runAfter.toString(),
    });
    due = timetable.nextRun({ ...question, last: due });
  }
  return found;
}

function sayNext(call: Call, nextRuns: readonly NextRun[]): ExitCode {
  if (call.screen.isJson) return sayJson(call, { runs: nextRuns });
  if (nextRuns.length === 0) call.screen.say("There is no run to come.");
  const rows = nextRuns.map((run) => [
    timeText(run.runAfter),
    `${timeText(run.dataIntervalStart)} – ${timeText(run.dataIntervalEnd)}`,
  ]);
  if (rows.length > 0) sayTable(call.screen, ["run made", "data interval"], rows);
  return exitCodes.fine;
}
