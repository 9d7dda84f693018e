// Asks the API of a scheduler. A refusal comes back as the error that it is, in the words of the API.

import { EnvironmentError } from "@daglings/engine";
import { UsageError } from "@daglings/words";

export interface Question {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With each part percent-encoded: see `pathOf`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Client {
  /** The answer's JSON. */
  ask(question: Question): Promise<unknown>;
  /** The answer as it came: for logs and files, and to follow events. */
  open(question: Question, signal?: AbortSignal): Promise<Response>;
}

/** `pathOf("dags", "daily", "runs")` is /api/dags/daily/runs. */
export function pathOf(...parts: readonly string[]): string {
  return `/api/${parts.map(encodeURIComponent).join("/")}`;
}

export function connectTo(address: string, token: string | null = null): Client {
  async function open(question: Question, signal?: AbortSignal): Promise<Response> {
    const { method = "GET", path, query = {}, body, headers = {} } = question;
    const url = new URL(path, address);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    let response: Response;
    try {
      response = await fetch(url, {
        method,
        headers: {
          ...headers,
          ...(body === undefined ? {} : { "Content-Type": "application/json" }),
          ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal === undefined ? {} : { signal }),
      });
    } catch (cause) {
      if (signal?.aborted) throw cause;
      const reason =
        cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : String(cause);
      throw new EnvironmentError(
        `the scheduler at ${address} does not answer (${reason}); see whether it runs`,
        {
          cause,
        },
      );
    }
    if (response.ok) return response;
    const message = await messageOf(response);
    throw response.status >= 500 ? new EnvironmentError(message) : new UsageError(message);
  }
  return { open, ask: async (question) => (await open(question)).json() as Promise<unknown> };
}

async function messageOf(response: Response): Promise<string> {
  const text = await response.text();
  try {
    return (JSON.parse(text) as { error: { message: string } }).error.message;
  } catch {
    return `the scheduler answered with status ${response.status}: ${text.slice(0, 200)}`;
  }
}
