// Something that a person asks the scheduler to do: that it is under way, and what came of it.

import { useState } from "preact/hooks";
import { news } from "./live-news.ts";

export interface Act {
  readonly isUnderWay: boolean;
  readonly outcome: { readonly isFine: boolean; readonly words: string } | null;
  /** Its answer says in words what was done. */
  readonly start: (work: () => Promise<string>) => void;
}

export function useAct(): Act {
  const [isUnderWay, setUnderWay] = useState(false);
  const [outcome, setOutcome] = useState<Act["outcome"]>(null);
  const start = (work: () => Promise<string>) => {
    setUnderWay(true);
    setOutcome(null);
    work()
      .then(
        (words) => setOutcome({ isFine: true, words }),
        (error: unknown) =>
          setOutcome({ isFine: false, words: error instanceof Error ? error.message : String(error) }),
      )
      .finally(() => {
        setUnderWay(false);
        news.value++;
      });
  };
  return { isUnderWay, outcome, start };
}

export function Outcome({ act }: { readonly act: Act }) {
  if (act.isUnderWay)
    return (
      <p class="outcome" role="status">
        Working on it …
      </p>
    );
  if (!act.outcome) return null;
  const { isFine, words } = act.outcome;
  return (
    <p class={isFine ? "outcome" : "outcome error-text"} role={isFine ? "status" : "alert"}>
      {isFine ? "✓ " : "✗ "}
      {words}
    </p>
  );
}
