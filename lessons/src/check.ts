// How a student's version of a lesson is judged: by what it leaves, and what others have seen of it. Plain data, so
// that the version itself can run in a process of its own.

import type { RunType } from "@daglings/engine";

export interface Check {
  /** The lesson and a number in it: "08.3". */
  readonly id: string;
  /** What must hold, in a few words: "each interval has a file of its own". */
  readonly name: string;
  /** What the checker does, literally: "runs the DAG from … to …, and compares …". */
  readonly does: string;
  /** Why it matters. */
  readonly why: string;
  /** Checks that must pass for this one to say anything. */
  readonly requires?: readonly string[];
  readonly experiment: Experiment;
  /** First a question, then where to look, and in the end almost the code. */
  readonly hints: readonly [string, string, string, ...string[]];
  /** All that was compared. An empty list does not pass: nothing was seen. */
  readonly judge: (seen: Observation) => readonly Comparison[];
}

/**
 * What is done with the version that is judged:
 * - "run": the lesson's own scenario, from an empty folder;
 * - "again": the same again, with a new database, in the folder that "run" has left;
 * - "alone": after "again" data/ is emptied, and the second run of the DAG is cleared, so that it alone runs again;
 * - "killed": the scenario, but the process is killed when the last task but one of a run has ended, and another takes
 *   over;
 * - "altered": after "alone" the numbers in the files of statistics are raised, the events are removed, and the task of
 *   that run which sends them happens once more;
 * - "outage": the first hour of the scenario in a folder that has the files of "run", but every request to the events API
 *   or the exchange is answered with an error;
 * - "cut": from an empty folder, the first instant of the scenario, in which every answer of the events API breaks off in
 *   its middle;
 * - "busy": the first hour of the scenario, but the mail server refuses every mail, each time; where there is a chat, all of
 *   the scenario, and the chat refuses every message instead.
 * - "elsewhere": the file is loaded twice more, as if at other times and on other machines, where dice fall differently; nothing
 *   is run. Each time gives a DAG.
 */
export type Experiment =
  "run" | "again" | "alone" | "altered" | "killed" | "outage" | "cut" | "busy" | "elsewhere";

export interface Comparison {
  /** What was looked at: "data/stats/2019-01-01.csv". */
  readonly what: string;
  readonly expected: string;
  readonly actual: string;
  /** False if the two differ in a way that matters; default: if they are not the same text. */
  readonly holds?: boolean;
}

/** One run of a version under one experiment. */
export interface Observation {
  /** Another seed gives other events, and moves lessons with the exchange to another day. */
  readonly seed: number;
  readonly experiment: Experiment;
  /** From when to when simulated time went. */
  readonly clock: { readonly from: string; readonly until: string };
  /** Why the file could not be loaded as a DAG; null if it could. */
  readonly loadError: string | null;
  /** The judged DAG's first task that failed where none should: its command and its last words. */
  readonly failure: string | null;
  /** Lesson 00 alone: how the script ended. */
  readonly script: { readonly exitCode: number | null; readonly output: string } | null;
  /** The DAGs that run alongside, and then the one that is judged. */
  readonly dags: readonly ObservedDag[];
  /** The files in the folder, by path, without the kit's own. Of a database, a line for each row: "table|value|value". */
  readonly files: Readonly<Record<string, string>>;
  /** The same files before the experiment began: for "again" and "alone", those that "run" has left. */
  readonly before: Readonly<Record<string, string>>;
  /**
   * Files that had their name before they were whole, so that a kill in the middle would have left a half: in "again"
   * those of `before` that were rewritten in their place, in "cut" all that were there, for however short a time.
   */
  readonly exposed: readonly string[];
  readonly mails: readonly ObservedMail[];
  readonly requests: readonly ObservedRequest[];
  /** The messages to the chat, if the lesson has one. */
  readonly messages: readonly string[];
  /** Where the secret of the chat's connection was found: files, also logs, mails and the store, and command lines. */
  readonly secretSeenIn: readonly string[];
  /** The text of the file that is judged. Only lesson 03 may look at it. */
  readonly source: string;
  /** What the events API has for a range of days, the end excluded. */
  readonly eventsBetween: (start: string, end: string) => readonly ObservedEvent[];
}

export interface ObservedDag {
  readonly dagId: string;
  readonly schedule: string;
  /** In the order in which they depend on each other. */
  readonly tasks: readonly { readonly taskId: string; readonly upstream: readonly string[] }[];
  readonly runs: readonly ObservedRun[];
  /** In "run" alone: the data intervals of its timetable from its start date on, as if it had no end date, at most a year's. */
  readonly intervals: readonly (readonly [string, string])[];
}

export interface ObservedRun {
  readonly runId: string;
  readonly runType: RunType;
  readonly logicalDate: string;
  readonly dataIntervalStart: string;
  readonly dataIntervalEnd: string;
  readonly createdAt: string;
  readonly state: string;
  readonly tasks: readonly ObservedTask[];
}

export interface ObservedTask {
  readonly taskId: string;
  readonly state: string;
  readonly tryNumber: number;
  /** How often it was really started: a try that was lost with its process counts, and so does a rerun. */
  readonly attempts: number;
  /** When each of these was under way, by the simulated clock; `end` is null if its process was lost. */
  readonly times: readonly { readonly start: string; readonly end: string | null }[];
  /** By the simulated clock, all tries together. A sensor that gives its slot back is not running between two looks. */
  readonly secondsRunning: number;
  /** The error of the latest attempt that failed. */
  readonly error: string | null;
}

export interface ObservedMail {
  readonly to: string;
  readonly subject: string;
  /** The plain text of it. */
  readonly text: string;
}

export interface ObservedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly status: number | null;
}

export interface ObservedEvent {
  readonly date: string;
  readonly user: string;
  readonly event_type: string;
  readonly value: number;
}
