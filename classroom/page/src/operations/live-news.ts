// Hears what happens at the scheduler. A page that was cut off reconnects, says which event was its last, and misses nothing.

import { signal } from "@preact/signals";
import type { Event } from "./answers.ts";

/** "absent": the classroom answers, and says that there is no scheduler. */
export const hearing = signal<"connecting" | "live" | "disconnected" | "absent">("connecting");

/** Counts up when something has happened: what is shown is asked for anew. */
export const news = signal(0);

/** Real milliseconds: a page that asked again at each of a thousand events would do nothing else. */
const together = 250;
/** Real milliseconds until it is asked again whether there is a scheduler. */
const askAgain = 2000;

const listeners = new Set<(event: Event) => void>();

/** Until the function that it returns is called. */
export function onLiveEvent(hear: (event: Event) => void): () => void {
  listeners.add(hear);
  return () => listeners.delete(hear);
}

/** Until the function that it returns is called. */
export function listen(): () => void {
  let source: EventSource | null = null;
  let last: number | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let tell: ReturnType<typeof setTimeout> | undefined;

  const tellSoon = () => {
    tell ??= setTimeout(() => {
      tell = undefined;
      news.value++;
    }, together);
  };

  const open = () => {
    source = new EventSource(`/api/live/events${last === null ? "" : `?after=${last}`}`);
    source.addEventListener("open", () => {
      hearing.value = "live";
      tellSoon();
    });
    source.addEventListener("message", ({ data }: MessageEvent<string>) => {
      const event = JSON.parse(data) as Event;
      last = event.id;
      for (const hear of listeners) hear(event);
      tellSoon();
    });
    source.addEventListener("error", () => {
      if (source?.readyState !== EventSource.CLOSED) {
        hearing.value = "disconnected";
        return;
      }
      hearing.value = "absent";
      retry = setTimeout(open, askAgain);
    });
  };

  hearing.value = "connecting";
  open();
  return () => {
    source?.close();
    clearTimeout(retry);
    clearTimeout(tell);
  };
}
