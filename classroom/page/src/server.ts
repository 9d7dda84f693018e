// Asks the classroom's server. What it refuses comes back as an error in its own words.

import { signal } from "@preact/signals";

export type Loading<T> =
  | { readonly is: "loading" }
  | { readonly is: "failed"; readonly message: string }
  | { readonly is: "there"; readonly value: T };

/** Whether the server answers. */
export const isConnected = signal(true);

/** Nobody is there to answer, or the scheduler is not. */
export class AwayError extends Error {}

export async function ask<T>(path: string, body?: object, method?: string): Promise<T> {
  const response = await reached(
    fetch(`/api/${path}`, {
      method: method ?? (body === undefined ? "GET" : "POST"),
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
    }),
  );
  if (response.status === 503) throw new AwayError(await messageOf(response));
  if (!response.ok) throw new Error(await messageOf(response));
  return (await response.json()) as T;
}

/** An answer, or a piece of the page's own code: a browser's words for what does not come help nobody. */
export async function reached<T>(coming: Promise<T>): Promise<T> {
  try {
    const come = await coming;
    isConnected.value = true;
    return come;
  } catch {
    isConnected.value = false;
    throw new AwayError("the classroom does not answer; is pnpm classroom still running?");
  }
}

async function messageOf(response: Response): Promise<string> {
  const text = await response.text();
  try {
    return (JSON.parse(text) as { error: { message: string } }).error.message;
  } catch {
    return `the classroom answered with status ${response.status}`;
  }
}

export async function askText(path: string, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const response = await reached(fetch(`/api/${path}`, { headers }));
  if (!response.ok) throw new Error(await messageOf(response));
  return await response.text();
}
