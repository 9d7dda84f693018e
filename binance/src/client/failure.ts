// What can go wrong between a task and the exchange, as something that a caller can act on.

export type FailureReason =
  | "restricted"
  | "banned"
  | "rate limit"
  | "refused"
  | "server error"
  | "timeout"
  | "unknown host"
  | "no connection"
  | "malformed";

export interface FailureFacts {
  readonly reason: FailureReason;
  /** The status of the HTTP answer; null if there was no answer. */
  readonly status?: number | null;
  /** The exchange's own number for the error. */
  readonly code?: number | null;
  /** In seconds: how long the exchange wants to be left alone. */
  readonly retryAfter?: number | null;
  readonly cause?: unknown;
}

export class ExchangeError extends Error {
  override readonly name = "ExchangeError";
  readonly reason: FailureReason;
  readonly status: number | null;
  readonly code: number | null;
  readonly retryAfter: number | null;

  constructor(
    message: string,
    { reason, status = null, code = null, retryAfter = null, cause }: FailureFacts,
  ) {
    super(message, { cause });
    this.reason = reason;
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /** The same request may succeed a minute later. */
  get isWorthRetrying(): boolean {
    return this.reason !== "restricted" && this.reason !== "refused";
  }
}
