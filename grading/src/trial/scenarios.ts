// The circumstances of each experiment, made from those of the lesson.

import type { Lesson, Scenario } from "@daglings/lessons";
import { instantText } from "@daglings/stage";
import { parseInstant } from "@daglings/words";

/** Enough for what is due at the beginning, with all its tries: what fails by then fails later as well. */
export function soonAfter({ from, until }: Scenario): string {
  return instantText(Math.min(instantOf(from) + 3_600_000, instantOf(until)));
}

export function outage({ from, until }: Scenario): Partial<Scenario> {
  const [start, end] = [instantOf(from), instantOf(until)];
  return {
    customers: 0,
    eventsApiFails: Number.MAX_SAFE_INTEGER,
    exchangeFaults: [{ kind: "error", from: start, until: end + 1 }],
  };
}

/** Where there is a chat, it refuses every message, and the mails get through. */
export function busy({ needs }: Pick<Lesson, "needs">, scenario: Scenario): Partial<Scenario> {
  return needs.includes("chat")
    ? { chatRefuses: "always" } // to the end: some mails wait for a person
    : { mailIsRefused: "always", until: soonAfter(scenario) };
}

/** The exchange has no seed, but every day has its own prices, so another seed is another day. */
export function scenarioOf({ scenario, checkScenario, needs }: Lesson, seed: number): Scenario {
  const merged = { ...scenario, ...checkScenario };
  if (!needs.includes("exchange") || seed === 0) return merged;
  const days = 24 * 3_600_000 * (1 + (Math.abs(seed) % 300));
  const later = (text: string) => instantText(instantOf(text) + days);
  const faults = (merged.exchangeFaults ?? []).map((fault) => ({
    ...fault,
    from: fault.from + days,
    until: fault.until + days,
  }));
  const byHand = (merged.byHand ?? []).map((each) => ({ ...each, at: later(each.at) }));
  return { ...merged, from: later(merged.from), until: later(merged.until), byHand, exchangeFaults: faults };
}

export function instantOf(text: string): number {
  return parseInstant(text, "UTC", "the scenario").epochMilliseconds;
}
