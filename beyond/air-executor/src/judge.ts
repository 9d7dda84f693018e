// What is to be done about a try that this manager has not started. Pure.

import type { Exit } from "./exit.ts";

export interface Sight {
  readonly exit: Exit | null;
  /** "left behind": it was made elsewhere, or before the machine was off. */
  readonly owner: "none" | "living" | "gone" | "left behind";
  /** "unknown": the process, if there is one, has not yet said which it is. */
  readonly runner: "unknown" | "living" | "gone";
  /** The journal does not know its end yet. */
  readonly isOpen: boolean;
}

export type Verdict =
  | "leave" // somebody sees to it
  | "forget" // nothing is open
  | "settle" // its end is on the disk
  | "lost" // nobody here will ever end it: run it again
  | "fence" // see to it that it never begins
  | "wait" // it runs, and nobody else sees to it
  | "bury"; // its runner is gone and has left nothing

export function judge({ exit, owner, runner, isOpen }: Sight): Verdict {
  if (owner === "living") return "leave";
  if (exit !== null) return isOpen || owner !== "none" ? "settle" : "forget";
  switch (owner) {
    case "none":
      return isOpen ? "lost" : "forget"; // a claim is made before the journal says "running"
    case "left behind":
      return "lost";
    case "gone":
      if (runner === "unknown") return "fence";
      return runner === "living" ? "wait" : "bury";
    default:
      owner satisfies never;
      return "leave";
  }
}
