// What the classroom takes from the command that opens it: the student's own files and how far they have come, and how texts and
// code become HTML. So the page shows the same as the terminal, by the same code.

import type { LessonEntry } from "@daglings/stage";
import type { CheckResult, HintAnswer } from "../shared/answers.ts";

export interface Desk {
  progress(): {
    readonly current: string | null;
    readonly lessons: Readonly<
      Record<
        string,
        { readonly status: "started" | "done" | "again"; readonly passed: number; readonly of: number }
      >
    >;
  };
  /** The student's own version of a lesson; null: it is not begun. */
  ownFile(entry: LessonEntry): string | null;
  /** Makes it. */
  begin(entry: LessonEntry, signal: AbortSignal): Promise<void>;
  /** Judges it, and records how far it has come. */
  check(entry: LessonEntry, signal: AbortSignal): Promise<CheckResult>;
  /** The next of its hints. */
  hint(entry: LessonEntry, signal: AbortSignal): Promise<HintAnswer>;
  /** The lesson as a page for the screen and for paper: its text, its code, and what it prints. */
  handout(entry: LessonEntry, signal: AbortSignal): Promise<string>;
  markdownHtml(text: string): string;
  highlight(code: string, language: string): string;
  /** All lines of both texts. */
  compare(
    from: string,
    to: string,
  ): readonly { readonly kind: "same" | "added" | "removed" | "note"; readonly number: number }[];
}
