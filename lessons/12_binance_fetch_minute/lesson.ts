import type { Lesson } from "@daglings/lessons";
import { checks, retires, task } from "./checks.ts";

export const lesson: Lesson = {
  title: "12_binance_fetch_minute",
  goal: "",
  change: null,
  needs: ["exchange"],
  
  scenario: { from: "2024-01-15T00:00Z", until: "2024-01-17T00:00:30Z" },
  look: [],
  experiment: "",
  variants: {},
  task,
  checks,
  retires,
};
