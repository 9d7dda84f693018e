// Asks the scheduler, by way of the classroom.

import { useRef } from "preact/hooks";
import { ask, AwayError } from "../server.ts";
import { useAnswer } from "../use-answer.ts";
import { news } from "./live-news.ts";

/** `livePath("dags", "daily", "runs")` is live/dags/daily/runs. */
export function livePath(...parts: readonly string[]): string {
  return `live/${parts.map(encodeURIComponent).join("/")}`;
}

/** What the scheduler says now, and again whenever something has happened. When it is away: what it has said last. */
export function useLive<T>(path: string): ReturnType<typeof useAnswer<T>> {
  const last = useRef<{ readonly path: string; readonly value: T } | null>(null);
  const load = async () => {
    try {
      const value = await ask<T>(path);
      last.current = { path, value };
      return value;
    } catch (error) {
      if (error instanceof AwayError && last.current?.path === path) return last.current.value;
      throw error;
    }
  };
  return useAnswer(load, [path], [news.value]);
}
