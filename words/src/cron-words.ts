// What a cron expression means, in a sentence: "at 06:00, from Monday to Friday". An expression that does not fit in one
// is described field by field.

import { dayNames, monthNames } from "./dates.ts";

/** Cron counts from Sunday, and has it twice. */
const days = [dayNames[6], ...dayNames];

/** null if it does not have five fields. */
export function cronInWords(expression: string): string | null {
  const [minute = "", hour = "", dayOfMonth = "", month = "", dayOfWeek = "", ...more] = expression
    .trim()
    .split(/\s+/);
  if (dayOfWeek === "" || more.length > 0) return null;
  const day = dayWords(dayOfMonth, dayOfWeek);
  const parts = [timeWords(minute, hour), day, monthWords(month)];
  return parts.filter((part) => part !== "").join(", ");
}

function timeWords(minute: string, hour: string): string {
  const [, everyMinutes] = /^\*\/(\d+)$/.exec(minute) ?? [];
  const [, everyHours] = /^\*\/(\d+)$/.exec(hour) ?? [];
  const during = hour === "*" ? "" : `, while the hour is ${spans(hour)}`;
  if (minute === "*") return `every minute${during}`;
  if (everyMinutes !== undefined) return `every ${everyMinutes} minutes${during}`;
  const isOne = /^\d+$/.test(minute);
  if (isOne && /^\d+(,\d+)*$/.test(hour)) {
    return `at ${hour
      .split(",")
      .map((each) => `${each.padStart(2, "0")}:${minute.padStart(2, "0")}`)
      .join(" and ")}`;
  }
  const at = Number(minute) === 0 && isOne ? "on the hour" : `at minute ${spans(minute)}`;
  if (hour === "*") return `${at}, every hour`;
  return everyHours === undefined ? `${at}${during}` : `${at}, every ${everyHours} hours`;
}

/** If both are restricted, cron means either. */
function dayWords(dayOfMonth: string, dayOfWeek: string): string {
  const isLast = dayOfMonth.toUpperCase() === "L";
  const dates = isLast ? "the last day" : `day ${spans(dayOfMonth)}`;
  const ofMonth = dayOfMonth === "*" ? [] : [`on ${dates} of the month`];
  const ofWeek = dayOfWeek === "*" ? [] : [`on ${named(dayOfWeek, days, 0)}`];
  return [...ofMonth, ...ofWeek].join(", and also ") || "every day";
}

function monthWords(month: string): string {
  const [, every] = /^\*\/(\d+)$/.exec(month) ?? [];
  if (month === "*") return "";
  return every === undefined ? `in ${named(month, monthNames, 1)}` : `every ${every} months`;
}

function named(field: string, names: readonly string[], first: number): string {
  const nameOf = (text: string) => {
    const short = names.find((name) => name.slice(0, 3).toLowerCase() === text.toLowerCase());
    return short ?? names[Number(text) - first] ?? text;
  };
  return spans(field.replaceAll(/[a-z]+|\d+/gi, nameOf));
}

/** "1-5,7" is "1 to 5 and 7" */
function spans(field: string): string {
  return field.replaceAll("-", " to ").replaceAll(",", " and ").replaceAll("*/", "every ");
}
