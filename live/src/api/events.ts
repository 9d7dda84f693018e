// Events, as they happen. Each has a number: a reader that was cut off says which one it saw last, and gets every later
// one.

import { eventAnswer } from "./answers.ts";
import type { Endpoint, Asked } from "./endpoint.ts";
import { feedOf } from "./feed.ts";
import { limit, listOf, options, refer } from "./schema.ts";

/** A proxy closes an idle connection. In real milliseconds. */
const pulse = 15_000;
/** How many bytes a reader may leave unread before it is disconnected: it comes back, and says where it was. */
const mostUnread = 1024 * 1024;

const eventId = { type: "integer", minimum: 0 } as const;

export const eventEndpoints: readonly Endpoint[] = [
  {
    method: "get",
    path: "/api/events",
    access: "viewer",
    summary: "Follow what happens",
    query: { after: { ...eventId, description: "Begin after this event; default: with the next one." } },
    headers: { "Last-Event-ID": { ...eventId, description: "What a browser sends when it comes back." } },
    answer: {
      status: 200,
      description: "Server-sent events without end: the data of each is an Event.",
      contentType: "text/event-stream",
      schema: refer("Event"),
    },
    handle: follow,
  },
  {
    method: "get",
    path: "/api/events/list",
    access: "viewer",
    summary: "List what has happened",
    query: { after: { ...eventId, default: 0 }, limit },
    answer: {
      status: 200,
      description: "A page of events. `after` the last one's id asks for the next page.",
      schema: options({ events: listOf(refer("Event")) }, ["events"]),
    },
    handle: ({ hub, query: { after, limit: most } }) => ({
      events: hub.store.listEvents({ after: Number(after), limit: Number(most) }).map(eventAnswer),
    }),
  },
];

function follow({ hub, query, request, response }: Asked): void {
  const from = request.get("Last-Event-ID") ?? query["after"];
  let last = from === undefined ? hub.store.lastEventId() : Number(from);
  if (!Number.isSafeInteger(last) || last < 0) last = 0;
  response.set({
    "Content-Type": "text/event-stream",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
  });
  response.flushHeaders();
  response.write(`retry: 1000\n\n`);

  const feed = feedOf(hub);
  const send = () => {
    if (response.destroyed) return;
    for (let page = feed.pageAfter(last); page.last > last; page = feed.pageAfter(last)) {
      last = page.last;
      response.write(page.text);
      if (response.writableLength <= mostUnread) continue;
      response.destroy();
      return;
    }
  };
  const stopHearing = feed.follow(send);
  const beating = setInterval(() => response.write(": still here\n\n"), pulse);
  response.once("close", () => {
    stopHearing();
    clearInterval(beating);
  });
  send();
}
