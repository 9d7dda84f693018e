import type { Lesson, Scenario } from "@daglings/lessons";
import { away, checks, retires, task } from "./checks.ts";

const { from, until }: Scenario = { from: "2024-01-15T00:00Z", until: "2024-01-17T00:00Z" };

/** Across midnight, and with a stretch without answers. */
const checkFrom = Temporal.Instant.from("2024-01-15T23:15Z");
const after = (minutes: number) => checkFrom.add({ minutes }).epochMilliseconds;

export const lesson: Lesson = {
  title: "12_binance_fetch_minute",
  goal: "",
  change: null,
  needs: ["exchange"],
  scenario: { from, until },
  checkScenario: {
    from: checkFrom.toString(),
    until: checkFrom.add({ hours: 1 }).toString(),
    exchangeFaults: [{ kind: "away", from: after(away.from), until: after(away.until) }],
  },
  look: [],
  experiment: "",
  variants: {},
  task,
  checks,
  retires,
};
