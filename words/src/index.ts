// What every room needs to talk with people: how values, durations, dates and names are read and shown, and how a
// refusal is worded. A leaf: it imports no other room.

export { checkKeys } from "./check-keys.ts";
export { cronInWords } from "./cron-words.ts";
export { checkTimeZone, dayNames, monthNames, parseInstant, type DateInput } from "./dates.ts";
export { isCalendrical, milliseconds, parseDelay, parseDuration, type DurationInput } from "./durations.ts";
export { escapeMarkup, printable } from "./escape.ts";
export { displayPath, lineIn } from "./places.ts";
export { show } from "./show.ts";
export { camelCase, snakeCase, type SnakeCase } from "./snake-case.ts";
export { suggest } from "./suggest.ts";
export { UsageError, withPlace } from "./usage-error.ts";
