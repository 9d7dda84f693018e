// What a lesson's lesson.ts says: what the lesson is about, under which circumstances it is run, and what a
// student's own version must show.

import type { TimedFault } from "@daglings/binance";
import type { SchedulerVerbs } from "@daglings/engine";
import type { Check } from "./check.ts";

export interface Lesson {
  readonly title: string;
  /** One sentence. */
  readonly goal: string;
  /** What its dag.ts does differently from the previous lesson's, in a few words; null in the first. */
  readonly change: string | null;
  /** The number of the lesson that it goes on from, where that is not the one before. */
  readonly goesOnFrom?: string;
  readonly needs: readonly Need[];
  /** Lessons whose DAGs run along with its own, by their numbers. */
  readonly alongside?: readonly string[];
  readonly scenario: Scenario;
  /** The checks' scenario, if it differs: usually because less time is enough. */
  readonly checkScenario?: Partial<Scenario>;
  /** Its tasks call flows, whose runs are shown beside those of its DAGs. */
  readonly hasFlows?: true;
  /** The task that sends: the checks let it run again by itself, with other statistics in the files. */
  readonly sender?: string;
  /** What to look at after the run. */
  readonly look: readonly string[];
  /** One thing to try next. */
  readonly experiment: string;
  /** Wrong ways, each a file `variants/<name>.ts`. */
  readonly variants: Readonly<Record<string, Variant>>;
  readonly task: Task;
  /** What is new in this lesson, in the order in which it is checked. */
  readonly checks: readonly Check[];
  /** Checks of earlier lessons that no longer hold because this lesson changes what they look at. */
  readonly retires?: readonly Retirement[];
}

export interface Retirement {
  /** By their ids: "02.1". */
  readonly checks: readonly string[];
  /** What is different now. */
  readonly why: string;
}

/** What a lesson's tasks talk to, or need to have on the machine. */
export type Need = "bash" | "events" | "mail" | "exchange" | "customers" | "chat";

/** What the student is asked to do, starting from the previous lesson. */
export interface Task {
  /** Why the previous lesson is not enough, and what it leaves. */
  readonly why: string;
  /** What must be true afterwards. */
  readonly must: readonly Must[];
  /** What may be used, and where it is explained. */
  readonly tools?: readonly string[];
  /** What students can ignore for now. */
  readonly notYet: readonly string[];
  /** What students have learned when all checks pass, in a sentence. */
  readonly learned: string;
}

/** A sentence, and the checks that prove it: they are due in this lesson, its own or earlier ones. */
interface Must {
  readonly says: string;
  readonly shownBy: readonly [string, ...string[]];
}

/**
 * A small change of the lesson's own file that makes it wrong. A lesson has them in its slips.ts, for
 * the author's gate alone: the named check finds each, and no other check does. */
export interface Slip {
  /** "a fixed delay in place of the sensor" */
  readonly what: string;
  /** Each text occurs in the file once, and is replaced by the other. */
  readonly change: readonly (readonly [from: string, to: string])[];
  readonly fails: string;
}

/** Simulated time, and what happens in it besides the schedule. */
export interface Scenario {
  readonly from: string;
  readonly until: string;
  /** What somebody does by hand, each at an instant in between. */
  readonly byHand?: readonly ByHand[];
  /** Files that others put into the folder. A file that comes before the start is there already. */
  readonly arrivals?: readonly Arrival[];
  /** The events API answers this many requests with status 500 first. */
  readonly eventsApiFails?: number;
  /** The events API answers the first request for the events from this day on with status 500. */
  readonly eventsApiFailsOnceFor?: string;
  /** The events API answers only this many requests that come together; the others get status 429. */
  readonly eventsApiServes?: number;
  /** The events API answers all requests with status 503 between these instants. */
  readonly eventsApiAway?: { readonly from: string; readonly until: string };
  /** The chat refuses each message when it comes for the first time, or whenever it comes. */
  readonly chatRefuses?: "never" | "once" | "always";
  /** Variables of the engine, by name. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The events API breaks off this many answers in the middle first. */
  readonly eventsApiCuts?: number;
  /** The mail server refuses each mail when it comes for the first time, or whenever it comes. */
  readonly mailIsRefused?: "never" | "once" | "always";
  /** How many files of customers there are; default 100. */
  readonly customers?: number;
  /** What the exchange does instead of answering, and when. */
  readonly exchangeFaults?: readonly TimedFault[];
}

export interface ByHand {
  readonly at: string;
  /** For the reader: "triggered by hand". */
  readonly what: string;
  readonly act: (scheduler: SchedulerVerbs, dagId: string, at: string) => void;
}

/** A file with the events of a day, as the events API would answer them. */
export interface Arrival {
  readonly at: string;
  readonly path: string;
  readonly day: string;
  /** It is written in place, in four pieces, a second apart; otherwise it is renamed into place. */
  readonly slowly?: true;
}

/** A documented wrong way to write the lesson, or something that happens to the right one. */
export interface Variant {
  readonly title: string;
  /** What goes wrong, in a sentence. */
  readonly wrong: string;
  /** Where it can be seen, in a sentence. */
  readonly seen: string;
  /** Where it differs from the lesson's. */
  readonly scenario?: Partial<Scenario>;
  /** The check that finds it, and words that its message has; null: nothing is wrong with the file itself. */
  readonly fails: { readonly check: string; readonly phrase: string } | null;
}

/** The lecture's week: the DAG is switched on in the middle of it, so that catch-up can be seen at once. */
export const lectureWeek: Scenario = { from: "2019-01-04T05:00Z", until: "2019-01-07T00:00Z" };
