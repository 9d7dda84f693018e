// Whether a request is worth repeating at once, and after how long. Only trouble that may pass in a moment is: the
// rest is left to the task's own retries, because in simulated time real waiting does not help.

export interface RetryRules {
  /** How many times to ask again. */
  readonly retries: number;
  /** In milliseconds. If the exchange asks for a longer wait than this, nothing is asked again. */
  readonly longestWait: number;
}

/** The status and header of an answer, or the code of a broken connection. */
export interface FailedTry {
  readonly statusCode: number | undefined;
  readonly retryAfter: string | null | undefined;
  readonly code: unknown;
}

/** In milliseconds; each further wait is four times as long. */
const firstWait = 10;

const passingTroubles: readonly unknown[] = [
  "ECONNRESET",
  "ECONNREFUSED",
  "EPIPE",
  "EAI_AGAIN",
  "UND_ERR_SOCKET",
  "UND_ERR_RES_CONTENT_LENGTH_MISMATCH", // it broke in the middle of an answer
  "HPE_INVALID_EOF_STATE", // the same, in an answer that does not say how long it is
  undefined, // a connection that broke without a reason
];

/** In milliseconds; null: do not ask again. `tries` counts the failed ones. */
export function waitBeforeRetry(failed: FailedTry, tries: number, rules: RetryRules): number | null {
  if (tries > rules.retries) return null;
  const wait = Math.min(firstWait * 4 ** (tries - 1), rules.longestWait);
  const { statusCode, retryAfter, code } = failed;
  if (statusCode === undefined) return passingTroubles.includes(code) ? wait : null;
  if (statusCode >= 500) return wait;
  if (statusCode !== 429 && statusCode !== 418) return null;
  if (retryAfter === undefined || retryAfter === null) return statusCode === 429 ? wait : null;
  const asked = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Infinity;
  return asked <= rules.longestWait ? asked : null;
}
