// Events, ready to be sent to everyone who follows them: read and written once, however many readers there are.

import { eventAnswer } from "./answers.ts";
import type { Hub } from "./hub.ts";

/** A part of what comes after an event, as text of an event stream. */
interface Page {
  readonly after: number;
  readonly text: string;
  /** The number of its last event; `after` if there is none. */
  readonly last: number;
}

export interface Feed {
  /** For those who follow. */
  pageAfter(after: number): Page;
  /** Calls `hear` when there is more, until the function it returns is called. */
  follow(hear: () => void): () => void;
}

const pageSize = 500;
const feeds = new WeakMap<Hub, Feed>();

export function feedOf(hub: Hub): Feed {
  const known = feeds.get(hub) ?? openFeed(hub);
  feeds.set(hub, known);
  return known;
}

function openFeed(hub: Hub): Feed {
  const followers = new Set<() => void>();
  let latest: Page | null = null;
  let stopHearing = () => {};
  const hearAll = () => {
    latest = null;
    for (const hear of followers) hear();
  };
  return {
    pageAfter(after) {
      if (latest?.after !== after) latest = readPage(hub, after); // almost all readers are at the same event
      return latest;
    },
    follow(hear) {
      if (followers.size === 0) {
        latest = null; // while nobody followed, nobody was told about later events
        stopHearing = hub.onEvents(hearAll);
      }
      followers.add(hear);
      return () => {
        followers.delete(hear);
        if (followers.size === 0) stopHearing();
      };
    },
  };
}

function readPage({ store }: Hub, after: number): Page {
  const events = store.listEvents({ after, limit: pageSize });
  const text = events
    .map((event) => `id: ${event.id}\ndata: ${JSON.stringify(eventAnswer(event))}\n\n`)
    .join("");
  return { after, text, last: events.at(-1)?.id ?? after };
}
