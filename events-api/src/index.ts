// The public API of the events API.

export { eventsBetween, eventsOf, eventTypes, users, type UserEvent } from "./events.ts";
export type { RecordedRequest } from "./request-log.ts";
export { startEventsApi, type EventsApi, type EventsApiOptions } from "./start.ts";
