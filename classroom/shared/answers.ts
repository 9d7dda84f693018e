// What the classroom's server answers, as types that the page knows, too.

import type { Result, TestResult } from "@daglings/grading/check";
import type { Begun, Ended } from "./record.ts";

export interface CourseAnswer {
  readonly lessons: readonly CourseLesson[];
  /** The lesson that was worked on last. */
  readonly current: string | null;
  readonly version: string;
  /** This page may only look. */
  readonly isViewer: boolean;
}

export interface CourseLesson {
  readonly number: string;
  readonly name: string;
  readonly title: string;
  readonly goal: string;
  readonly state: "not started" | "started" | "done" | "again";
  readonly passed: number;
  readonly of: number;
}

export interface LessonAnswer extends CourseLesson {
  readonly change: string | null;
  readonly look: readonly string[];
  readonly experiment: string;
  readonly variants: readonly VariantAnswer[];
  /** HTML that the kit has made from the lesson's page. */
  readonly page: string;
  readonly before: { readonly name: string; readonly number: string; readonly title: string } | null;
  readonly after: { readonly name: string; readonly number: string; readonly title: string } | null;
  readonly isScript: boolean;
  /** `work/08_templated_path/dag.ts`, if it was begun. */
  readonly ownFile: string | null;
  readonly task: {
    readonly why: string;
    readonly must: readonly string[];
    readonly notYet: readonly string[];
  };
}

interface VariantAnswer {
  readonly name: string;
  readonly title: string;
  readonly wrong: string;
  readonly seen: string;
}

/** Two texts, line by line. Each line is HTML that the kit has made. */
export interface CodeAnswer {
  readonly from: CodeSide | null;
  readonly to: CodeSide;
  readonly lines: readonly CodeLine[];
}

export interface CodeSide {
  readonly label: string;
  readonly shown: string;
  readonly html: readonly string[];
}

/** Its numbers in the two texts, from 1; null: it is not there. */
export interface CodeLine {
  readonly kind: "same" | "added" | "removed";
  readonly from: number | null;
  readonly to: number | null;
}

export interface RunAnswer {
  readonly id: string;
  readonly begun: Begun | null;
  readonly ended: Ended | null;
}

export interface MailAnswer {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly hasHtml: boolean;
}

export interface InputsAnswer {
  readonly inputs: readonly Inputs[];
}

/** What the templates of an attempt came to. */
export interface Inputs {
  readonly taskId: string;
  readonly tryNumber: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly fields: readonly {
    readonly field: string;
    readonly template: string;
    readonly rendered: string | null;
    readonly error: string | null;
  }[];
}

/** What the stream of a check tells. */
export type CheckNews =
  | { readonly type: "checking" }
  /** The file is as it was when it was judged last. */
  | { readonly type: "unchanged" }
  | { readonly type: "result"; readonly result: CheckResult }
  | { readonly type: "trouble"; readonly message: string };

export type CheckTest = Omit<TestResult, "score" | "maxScore" | "requires">;

export interface CheckResult extends Pick<Result, "lesson" | "status" | "message" | "score" | "maxScore"> {
  readonly tests: readonly CheckTest[];
}

export interface HintAnswer {
  readonly check: string | null;
  readonly hint: string | null;
  readonly step: number;
  readonly of: number;
}
