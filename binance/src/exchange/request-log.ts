// Which requests arrived, in order, and how they were answered. Keeps the newest and forgets the others: an
// exchange may run for as long as it likes.

import type { RequestHandler } from "express";

export interface RecordedRequest {
  readonly method: string;
  /** With the query, as it was received. */
  readonly path: string;
  /** Null: not answered yet, or never. */
  readonly status: number | null;
  /** When it arrived, in epoch milliseconds by the exchange's clock. */
  readonly at: number;
}

export interface RequestLog {
  readonly record: RequestHandler;
  /** As they are now, the earliest first. */
  list(): RecordedRequest[];
  clear(): void;
}

export function requestLog(keep: number, now: () => number): RequestLog {
  const kept: { -readonly [Key in keyof RecordedRequest]: RecordedRequest[Key] }[] = [];
  return {
    record({ method, originalUrl }, response, next) {
      const draft = { method, path: originalUrl, status: null as number | null, at: now() };
      kept.push(draft);
      if (kept.length > keep) kept.shift();
      response.once("finish", () => {
        draft.status = response.statusCode;
      });
      next();
    },
    list: () => kept.map((draft) => ({ ...draft })),
    clear() {
      kept.length = 0;
    },
  };
}
