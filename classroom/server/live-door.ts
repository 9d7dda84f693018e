// The way through to the API of a scheduler in real time, for the page: only this server knows where it is, and its token.

import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Request, Response } from "express";
import { Refusal } from "@daglings/live";

export interface SchedulerDoor {
  /** Where it is now; null: none is alive. */
  address(): Promise<string | null> | string | null;
  readonly token: string | null;
}

/** Headers of an answer that are passed on. */
const kept = ["content-type", "content-range", "accept-ranges"];

export async function passOn(door: SchedulerDoor, request: Request, response: Response): Promise<void> {
  const { token } = door;
  const at = await door.address();
  if (at === null) {
    throw new Refusal(503, "no scheduler is running; start one in another terminal: pnpm scheduler");
  }
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const url = new URL(`/api${request.url}`, at);
  url.searchParams.delete("token");
  const hasBody = !["GET", "HEAD"].includes(request.method);
  const answer = await fetch(url, {
    method: request.method,
    signal: gone.signal,
    redirect: "error",
    headers: {
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      ...headersOf(request, ["content-type", "range", "last-event-id", "idempotency-key"]),
    },
    ...(hasBody ? { body: Readable.toWeb(request) as ReadableStream, duplex: "half" } : {}),
  }).catch((error: unknown) => {
    if (gone.signal.aborted) return null;
    const reason =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new Refusal(503, `the scheduler at ${at} does not answer (${reason}); check whether it is running`);
  });
  if (answer === null) return;
  response.status(answer.status);
  for (const name of kept) {
    const value = answer.headers.get(name);
    if (value !== null) response.set(name, value);
  }
  // A file that a task has left is never shown as a page.
  if (!/json|event-stream/.test(answer.headers.get("content-type") ?? "")) {
    response.set("Content-Type", "text/plain; charset=utf-8");
  }
  response.flushHeaders();
  if (answer.body === null) {
    response.end();
    return;
  }
  await pipeline(Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]), response).catch(
    () => {},
  );
}

function headersOf(request: Request, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = request.get(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
