// Hears what happens at the scheduler. A page that was cut off reconnects, says which event was its last, and misses nothing.

import { signal } from "@preact/signals";
import { follow } from "../stream.ts";
import type { Event } from "./answers.ts";

/** "absent": the classroom answers, and says that there is no scheduler. */
export const hearing = signal<"connecting" | "live" | "disconnected" | "absent">("connecting");

/** Counts up when something has happened: what is shown is asked for anew. */
export const news = signal(0);

/** Real milliseconds: a page that asked again at each of a thousand events would do nothing else. */
const together = 250;
/** Real milliseconds until it is asked again whether there is a scheduler. */
const askAgain = 2000;

/** null: some may have been missed. */
type Hear = (event: Event | null) => void;

const listeners = new Set<Hear>();

/** Until the function that it returns is called. */
export function onLiveEvent(hear: Hear): () => void {
  listeners.add(hear);
  return () => listeners.delete(hear);
}

/** Until the function that it returns is called. */
export function listen(): () => void {
  let tell: ReturnType<typeof setTimeout> | undefined;

  const tellSoon = () => {
    tell ??= setTimeout(() => {
      tell = undefined;
      news.value++;
    }, together);
  };
  const hear = (event: Event | null) => {
    for (const each of listeners) each(event);
    tellSoon();
  };

  hearing.value = "connecting";
  const stop = follow({
    path: "live/events",
    opened: (last) => {
      hearing.value = "live";
      if (last === "") hear(null);
      else tellSoon();
    },
    hear: (data) => hear(JSON.parse(data) as Event),
    lost: () => (hearing.value = "disconnected"),
    refused: () => (hearing.value = "absent"),
    askAgain,
  });
  return () => {
    stop();
    clearTimeout(tell);
  };
}
