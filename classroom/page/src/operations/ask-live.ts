// Asks the scheduler, by way of the classroom.

import { ask } from "../server.ts";
import { useAnswer } from "../use-answer.ts";
import { news } from "./live-news.ts";

/** `livePath("dags", "daily", "runs")` is live/dags/daily/runs. */
export function livePath(...parts: readonly string[]): string {
  return `live/${parts.map(encodeURIComponent).join("/")}`;
}

/** What the scheduler says now, and again whenever something has happened. */
export function useLive<T>(path: string): ReturnType<typeof useAnswer<T>> {
  return useAnswer(() => ask<T>(path), [path, news.value]);
}
