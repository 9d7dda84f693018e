// What this lesson asks of a student's version, and how it is judged.

import type {
  ByHand,
  Check,
  Comparison,
  Observation,
  ObservedRun,
  Retirement,
  Task,
} from "@daglings/lessons";
import { compareStats, dayOf, eventsOf, runsOf } from "../src/comparisons.ts";
import { compareMailedStats } from "../src/mailed-stats.ts";

/** The scenario: days with fewer events are quiet, days with at least `bigFrom` are big. Some days have exactly these. */
export const quietBelow = 8;
export const bigFrom = 10;

export const task: Task = {
  why:
    "Lesson 11 mails every day's statistics to the same person, whatever is in them. On a quiet day nobody wants a mail; a big " +
    "day is for everyone, but not before somebody has had a look. And when a task fails, nobody hears about it.",
  must: [
    {
      says:
        "Each daily run leaves data/stats/<day>.csv, as in lesson 11. Each weekly run, of a second DAG in the same file, leaves " +
        "data/weekly/<day>.csv: the same statistics of its whole interval. The two DAGs share the code of their tasks. The API may " +
        "refuse a request: it is asked again, and the other days do not wait for it.",
      shownBy: ["15.1"],
    },
    {
      says: "On a day with fewer events than the variable quiet_below says, nobody is told.",
      shownBy: ["15.2"],
    },
    {
      says:
        "On any other day the chat gets a message with the day in it, and the statistics are mailed, with the day in the subject: " +
        "to team@example.com or, with big_from events or more, to everyone@example.com, once somebody has approved.",
      shownBy: ["15.2"],
    },
    {
      says: "If somebody rejects, everyone@example.com gets nothing; the chat has been told all the same.",
      shownBy: ["15.2"],
    },
    {
      says: "The chat and the mails do not wait for each other, and if one fails, only that one is tried again.",
      shownBy: ["15.2", "15.8"],
    },
    {
      says: "Once all of that is done, data/told/<day>.txt says who was told, one per line: chat, and the address.",
      shownBy: ["15.3", "15.8"],
    },
    {
      says:
        "When a task has failed for good, ops@example.com gets one mail, with the run's day in its subject and the end of the task's log; the run " +
        "has failed.",
      shownBy: ["15.6", "15.7", "15.8"],
    },
    {
      says: "Files that are only needed on the way are in scratch/, and are gone afterwards, even after a failure.",
      shownBy: ["15.4", "15.7"],
    },
    {
      says: "The chat's secret cannot be read anywhere: not in files, logs, mails, the store, nor on a command line.",
      shownBy: ["15.5"],
    },
  ],
  tools: [
    'var.value.get("quiet_below"), conn.get("chat"), ti.xcomPull("calculate_stats"): in a callable',
    "ShortCircuitOperator, BranchOperator, ApprovalSensor, and triggerRule",
    "onFailure, in defaultArgs; mailLogEnd(to) and postToChat(connection, text) of @daglings/lessons",
    'export const …: a file may export several DAGs, each with a dagId and a schedule ("@weekly", from 2018-12-30)',
  ],
  notYet: [
    "A person who never answers: by default the task fails after a week.",
    "A message that was accepted although its answer was lost: then the chat gets it twice.",
  ],
  learned:
    "What happens next may depend on data, on a person, or on a failure; the graph shows all of it before anything runs.",
};

/** A person who looks at nine o'clock: until the 5th she approves what waits, on the 6th she rejects it. */
export const decisions: readonly ByHand[] = [
  decideAt("2019-01-04T09:00Z", true),
  decideAt("2019-01-05T09:00Z", true),
  decideAt("2019-01-06T09:00Z", false),
];

function decideAt(at: string, approved: boolean): ByHand {
  return {
    at,
    what: `Carla ${approved ? "approves" : "rejects"} what waits`,
    act(scheduler, dagId) {
      for (const each of scheduler.awaited()) {
        if (each.dagId === dagId) scheduler.decide({ ...each, approved, by: "Carla" });
      }
    },
  };
}

export const retires: readonly Retirement[] = [
  {
    checks: ["14.1", "14.2", "14.3", "14.4", "14.5", "14.6", "14.7"],
    why: "the pipeline is the one with events again: there are no prices",
  },
];

const addresses = ["team@example.com", "everyone@example.com"];

/** Who must have been told of a run's day. Runs of the 6th ask for approval after the last one was given. */
function readersOf(seen: Observation, run: ObservedRun): string[] {
  const count = eventsOf(seen, run).length;
  if (count < quietBelow) return [];
  if (count < bigFrom) return ["chat", "team@example.com"];
  return run.createdAt < "2019-01-06" ? ["chat", "everyone@example.com"] : ["chat"];
}

/** Who was told: the chat by a message, the others by mail. */
function toldOf({ messages, mails }: Observation, day: string): string[] {
  const heard = messages.filter((text) => text.includes(day)).map(() => "chat");
  const mailed = mailsTo(addresses, { mails }, day).map(({ to }) => to);
  return [...heard, ...mailed].toSorted();
}

function mailsTo(readers: readonly string[], { mails }: Pick<Observation, "mails">, day: string) {
  return mails.filter(({ to, subject }) => readers.includes(to) && subject.includes(day));
}

const daysOf = (seen: Observation) =>
  runsOf(seen).map((run) => ({ run, day: dayOf(run.dataIntervalStart), count: eventsOf(seen, run).length }));

function listText(names: readonly string[]): string {
  return names.join(", ") || "nobody";
}

function leftInScratch({ files }: Observation): Comparison {
  const left = Object.keys(files).filter((path) => path.startsWith("scratch/"));
  return { what: "files left in scratch/", expected: "none", actual: left.join("\n") || "none" };
}

function leftElsewhere({ files }: Observation): Comparison {
  const left = Object.keys(files).filter((path) => !/^(?:data|scratch)\//.test(path));
  return {
    what: "files left outside of data/ and scratch/",
    expected: "none",
    actual: left.join("\n") || "none",
  };
}

/** A run waits for no other: it begins when its interval is over, or when the DAG is switched on. */
function beginningOf(
  { clock }: Observation,
  { dataIntervalStart, dataIntervalEnd, tasks }: ObservedRun,
): Comparison {
  const starts = tasks.flatMap(({ times }) => times.map(({ start }) => start)).toSorted();
  return {
    what: `when the first task of run ${dayOf(dataIntervalStart)} began`,
    expected: dataIntervalEnd > clock.from ? dataIntervalEnd : clock.from,
    actual: starts[0] ?? "never",
  };
}

/** Another DAG in the same file whose intervals are weeks, one after the other. */
function compareWeeks({ dags }: Observation): Comparison {
  const others = dags.slice(0, -1).map(({ intervals }) => intervals);
  const some = others.map((intervals) => intervals.slice(0, 2).map((each) => each.join(" → ")));
  return {
    what: "the data intervals of the second DAG",
    expected: "weeks, each from Sunday to Sunday",
    actual: some.flat().join("\n") || "no second DAG, or one without a calendar",
    holds: others.some((intervals) => intervals.length > 1 && intervals.every(isWeek)),
  };
}

function isWeek([start, end]: readonly [string, string]): boolean {
  const from = Temporal.Instant.from(start).toZonedDateTimeISO("UTC");
  return from.dayOfWeek === 7 && from.add({ weeks: 1 }).toInstant().equals(Temporal.Instant.from(end));
}

/** Mails about a failure of this day's run, and those of them that have a number which only its log has. */
function compareAlerts(seen: Observation, day: string, { due, status }: Alert): Comparison {
  const about = mailsTo(["ops@example.com"], seen, day);
  const withLog = about.filter(({ text }) => text.includes(status));
  const describe = (all: number, told: number) =>
    `${all} with this day in the subject, ${told} of them with the ${status} from the log`;
  return {
    what: `mails to ops@example.com about the run of ${day}`,
    expected: describe(due, due),
    actual: describe(about.length, withLog.length),
  };
}

interface Alert {
  readonly due: number;
  readonly status: string;
}

export const checks: readonly Check[] = [
  {
    id: "15.1",
    name: "each day and the week have their statistics",
    does:
      "refuses the first request for events, and compares data/stats/<day>.csv of each run, and data/weekly/2018-12-30.csv, to the " +
      "letter, with a count of the events; also when each run began, and the intervals of the weekly DAG",
    why: "One function makes the tasks of both DAGs: a repair in one is a repair in the other.",
    experiment: "run",
    hints: [
      "Which file is missing, and what became of the run that should have made it?",
      "Export the second DAG under a name of its own, beside the default export. Each operator belongs to one DAG.",
      `function countEvents(dag: DAG, folder: string) { … return calculateStats; }
countEvents(daily, "stats"); countEvents(weekly, "weekly");`,
    ],
    judge: (seen) => [
      ...daysOf(seen).map(({ run, day }) => compareStats(seen, `data/stats/${day}.csv`, eventsOf(seen, run))),
      compareStats(seen, "data/weekly/2018-12-30.csv", seen.eventsBetween("2018-12-30", "2019-01-06")),
      compareWeeks(seen),
      ...runsOf(seen).map((run) => beginningOf(seen, run)),
    ],
  },
  {
    id: "15.2",
    name: "who is told depends on the day, and on a person",
    does:
      "gives the variables quiet_below and big_from, approves what waits at nine on 4 and 5 January, rejects it on the 6th, " +
      "refuses each message to the chat once, and compares who was told of each day, how often, and whether the mails have its statistics",
    why: "Nobody reads a mail that nobody wants, and then nobody reads the important one either.",
    requires: ["15.1"],
    experiment: "run",
    hints: [
      "About which day was somebody told too much or too little, and how many events did that day have?",
      "Three things decide: whether there is anything to say, who should read it, and whether somebody has approved. Each is a task. And a failed task must be repeated alone.",
      `chain(isNews, [tellChat, chooseReaders]); chain(chooseReaders, [mailTeam, awaitApproval]); chain(awaitApproval, mailEveryone);`,
    ],
    judge: (seen) => [
      ...daysOf(seen).map(({ run, day, count }) => ({
        what: `who was told of ${day}, a day with ${count} events`,
        expected: listText(readersOf(seen, run).toSorted()),
        actual: listText(toldOf(seen, day)),
      })),
      ...daysOf(seen).flatMap(({ run, day }) =>
        mailsTo(addresses, seen, day).flatMap((mail) =>
          compareMailedStats(seen, { day, mail, events: eventsOf(seen, run) }),
        ),
      ),
    ],
  },
  {
    id: "15.3",
    name: "a note says who was told, whichever path was taken",
    does: "compares data/told/<day>.txt of each day with those who had to be told",
    why: "Where the paths come together again, one of them has always been skipped.",
    requires: ["15.2"],
    experiment: "run",
    hints: [
      "What happened to the task that writes the note, and to the tasks before it?",
      "By default a task is skipped as soon as one before it is. There is a rule for a task after a branch.",
      'triggerRule: "none_failed_min_one_success"',
    ],
    judge: (seen) =>
      daysOf(seen).map(({ run, day }) => {
        const readers = readersOf(seen, run);
        const path = `data/told/${day}.txt`;
        const lines = seen.files[path]?.trim().split("\n").toSorted().join("\n");
        return {
          what: path,
          expected: readers.toSorted().join("\n") || "no such file",
          actual: lines ?? "no such file",
        };
      }),
  },
  {
    id: "15.4",
    name: "no run fails, and nothing is left over",
    does: "compares the state of each run, and looks for files in scratch/, and outside of data/",
    why: "A disk fills up with files that nobody removed, mostly on days when nothing else happens.",
    requires: ["15.1"],
    experiment: "run",
    hints: [
      "On which day is something left over, and what was skipped on it?",
      "A short circuit skips everything after it, whatever its rule. Tasks that have nothing to do with the news should not come after it.",
      "chain(makeScratch, fetchEvents, calculateStats, removeScratch), and chain(calculateStats, isNews, …) apart from it",
    ],
    judge: (seen) => [
      ...daysOf(seen).map(({ run, day }) => ({ what: `run ${day}`, expected: "success", actual: run.state })),
      leftInScratch(seen),
      leftElsewhere(seen),
    ],
  },
  {
    id: "15.5",
    name: "the secret cannot be read anywhere",
    does:
      "makes a secret for the connection chat, and looks for it in all files, logs, mails and the store, and, each time the chat " +
      "is called, on the command lines of all processes",
    why: "A secret that is in one log is in every copy of it, and anyone who has it can speak in your name.",
    requires: ["15.2"],
    experiment: "run",
    hints: [
      "Where was it found, and how did it get there?",
      "The engine hides it in logs and messages. What a task writes, and how it starts programs, is its own business.",
      'postToChat(conn.get("chat"), text) in a callable; in bash an environment variable and a printf, not an argument of curl',
    ],
    judge: ({ secretSeenIn, messages }) => [
      {
        what: "where the secret was found",
        expected: "nowhere",
        actual: messages.length === 0 ? "the chat was told nothing" : secretSeenIn.join("\n") || "nowhere",
      },
    ],
  },
  {
    id: "15.6",
    name: "a failure is reported once, with the end of the log",
    does: "answers each request for events with status 500, and counts the mails to ops@example.com about each run",
    why: "Having no alert is bad. Ten for one failure are worse: soon nobody reads them.",
    requires: ["15.1"],
    experiment: "outage",
    hints: [
      "How many mails were there for each failed run, and after which of its tries?",
      "The engine calls back after each try that is followed by another, and after the last one. An error in a callback is in the task's log, and nowhere else.",
      'defaultArgs: { onFailure: mailLogEnd("ops@example.com") }',
    ],
    judge: (seen) => daysOf(seen).map(({ day }) => compareAlerts(seen, day, { due: 1, status: "500" })),
  },
  {
    id: "15.7",
    name: "a failed run says so, and is cleaned up all the same",
    does: "after the same experiment, looks at the state of each run, and for files in scratch/",
    why: "A cleanup that comes last and always succeeds makes every run green.",
    requires: ["15.4", "15.6"],
    experiment: "outage",
    hints: [
      "Which task came last, and what became of it?",
      "The state of a run is that of its last tasks: those that no other task follows. The cleanup may be one of them, but not the only one.",
      'triggerRule: "all_done" for the cleanup, and another task that nothing follows, with a rule of its own',
    ],
    judge: (seen) => [
      ...daysOf(seen).map(({ run, day }) => ({ what: `run ${day}`, expected: "failed", actual: run.state })),
      leftInScratch(seen),
    ],
  },
  {
    id: "15.8",
    name: "a chat that is away holds up no mail, and is reported",
    does:
      "lets the chat refuse every message, each time, with status 429, approves and rejects as before, and compares who got a mail " +
      "about each day, the mails to ops@example.com, the state of each run, and data/told/<day>.txt",
    why: "What is told in two ways must get through by one if the other fails; and any task may fail, not only the first.",
    requires: ["15.3", "15.7"],
    experiment: "busy",
    hints: [
      "What waits for the chat although it does not need it, and who hears about it if the chat never answers?",
      "Look at the order of your tasks: the mails need the decision, not the message. And the alert belongs to every task, not to one.",
      `chain(isNews, [tellChat, chooseReaders]), and onFailure in defaultArgs`,
    ],
    judge: (seen) =>
      daysOf(seen).flatMap(({ run, day }) => {
        const readers = readersOf(seen, run);
        const isNews = readers.length > 0;
        return [
          {
            what: `who was told of ${day}`,
            expected: listText(readers.filter((name) => name !== "chat")),
            actual: listText(toldOf(seen, day)),
          },
          compareAlerts(seen, day, { due: isNews ? 1 : 0, status: "429" }),
          { what: `run ${day}`, expected: isNews ? "failed" : "success", actual: run.state },
          {
            what: `data/told/${day}.txt`,
            expected: "no such file",
            actual: seen.files[`data/told/${day}.txt`] ?? "no such file",
          },
        ];
      }),
  },
];
