// Which requests arrived, in order, and how they were answered. Keeps the newest and forgets the others: a server
// may run for as long as it likes.

import type { Handler } from "./handler.ts";

export interface RecordedRequest {
  readonly method: string;
  /** With the query, as it was received. */
  readonly path: string;
  /** Null: not answered yet, or the client went away before. */
  readonly status: number | null;
  /** When it arrived, in epoch milliseconds by the clock that was given; null without one. */
  readonly at: number | null;
}

export interface RequestLogOptions {
  /** How many requests are kept. */
  readonly keep: number;
  readonly now?: (() => number) | undefined;
}

export interface RequestLog {
  readonly record: Handler;
  /** As they are now, the earliest first. */
  list(): RecordedRequest[];
  clear(): void;
}

type Draft = { -readonly [Key in keyof RecordedRequest]: RecordedRequest[Key] };

export function requestLog({ keep, now }: RequestLogOptions): RequestLog {
  const kept: Draft[] = [];
  return {
    record(request, response, next) {
      const draft: Draft = {
        method: request.method ?? "",
        path: request.url ?? "",
        status: null,
        at: now?.() ?? null,
      };
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
