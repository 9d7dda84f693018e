// Reads a cron expression as croniter 6, Airflow's own reader, does: which minutes, hours, days and so on it names.

import { UsageError } from "@daglings/words";

/** What an expression names, each list in ascending order; null: any. */
export interface CronFields {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  /** Days of the month, and `lastDay`. */
  readonly days: readonly number[] | null;
  readonly months: readonly number[];
  /** Sunday is 0. */
  readonly weekdays: readonly number[] | null;
  /** `MON#1` is [1, 1], the first Monday of a month; `L5` is [5, lastWeek], the last Friday. */
  readonly nthWeekdays: readonly (readonly [weekday: number, nth: number])[];
  readonly seconds: readonly number[];
  readonly isEveryHour: boolean;
}

/** They stand for `L`, and for the 4th or 5th week, whichever is the last of the month. */
export const lastDay = 32;
export const lastWeek = 0;

interface Field {
  readonly name: string;
  readonly lowest: number;
  readonly highest: number;
  readonly words: readonly string[];
  /** The range in words, for messages. */
  readonly range: string;
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** In the order in which they are written. */
const minute: Field = { name: "minute", lowest: 0, highest: 59, words: [], range: "0-59" };
const hour: Field = { name: "hour", lowest: 0, highest: 23, words: [], range: "0-23" };
const day: Field = { name: "day-of-month", lowest: 1, highest: 31, words: [], range: "1-31" };
const month: Field = { name: "month", lowest: 1, highest: 12, words: months, range: "1-12 or JAN-DEC" };
const weekday: Field = {
  name: "day-of-week",
  lowest: 0,
  highest: 6,
  words: weekdays,
  range: "0-7 or SUN-SAT",
};
const second: Field = { name: "second", lowest: 0, highest: 59, words: [], range: "0-59" };

const form =
  `a cron expression is "minute hour day-of-month month day-of-week", such as "0 6 * * MON", ` +
  `and seconds as a sixth field`;

/** `written`, for messages: a preset, maybe. */
export function parseCronFields(expression: string, written = expression): CronFields {
  const refuse = (why: string) => new UsageError(`schedule "${written}" is not acceptable: ${why}; ${form}`);
  const fields = expression.trim().toLowerCase().split(/\s+/);
  if (fields.length !== 5 && fields.length !== 6) {
    throw refuse(`it has ${fields.length} field${fields.length === 1 ? "" : "s"}, not 5 or 6`);
  }

  const texts = expression.trim().split(/\s+/);
  const read = (field: Field, index: number): Named => {
    const named = readField(field, fields[index] ?? "0", fields.length === 5);
    if (named) return named;
    const possible = field === weekday && fields.length === 6 ? "0-6 or SUN-SAT" : field.range;
    throw refuse(
      `its ${field.name} is "${texts[index]}", which is not a value, list, range or step of ${possible}`,
    );
  };
  const [minutes, hours, days] = [read(minute, 0), read(hour, 1), read(day, 2)];
  const [inMonths, onWeekdays, seconds] = [read(month, 3), read(weekday, 4), read(second, 5)];

  if (mixesNthWithPlain(onWeekdays)) {
    throw refuse(`its day-of-week "${texts[4]}" mixes one such as MON#1 or L5 with plain ones`);
  }
  // Each of the two restricts only if it leaves something out; croniter notices this of one only if the other has a "*".
  const isAnyDay = days.hasStar || (days.values.length === 31 && fields[4]?.includes("*"));
  const isAnyWeekday = onWeekdays.hasStar || (onWeekdays.values.length === 7 && fields[2]?.includes("*"));
  return {
    minutes: allOf(minute, minutes),
    hours: allOf(hour, hours),
    days: isAnyDay ? null : days.values,
    months: allOf(month, inMonths),
    weekdays: isAnyWeekday ? null : onWeekdays.values,
    nthWeekdays: onWeekdays.nth,
    seconds: allOf(second, seconds),
    isEveryHour: hours.hasStar ? hours.values.length === 0 : hours.values.length === 24,
  };
}

/** Everything that the parts of a field name, together. */
interface Named {
  readonly values: readonly number[];
  /** One of the parts is "*", so the others do not matter. */
  readonly hasStar: boolean;
  readonly nth: CronFields["nthWeekdays"];
}

function allOf(field: Field, { values, hasStar }: Named): readonly number[] {
  return hasStar ? range(field.lowest, field.highest, 1) : values;
}

/** null if it is not acceptable. */
function readField(field: Field, text: string, isFiveFields: boolean): Named | null {
  if (text === "?" && (field === day || field === weekday)) return { values: [], hasStar: true, nth: [] };
  const values = new Set<number>();
  const nth: [number, number][] = [];
  let hasStar = false;
  for (const part of text.split(",")) {
    if (part === "*") {
      hasStar = true;
      continue;
    }
    const special = field === weekday ? readNth(part) : null;
    const found = readPart(field, special?.which ?? part, isFiveFields);
    if (!found || found.length === 0 || special?.nth === null) return null;
    for (const value of found) {
      values.add(value);
      if (special) nth.push([value, special.nth]);
    }
  }
  return { values: [...values].toSorted((a, b) => a - b), hasStar, nth };
}

/** `MON#1`, `MON-FRI#2` or `L5`. */
function readNth(part: string): { which: string; nth: number | null } | null {
  const [, last] = /^l(\d+)$/.exec(part) ?? [];
  if (last !== undefined) return { which: last, nth: lastWeek };
  const [, which, number] = /^([a-z]{3}-[a-z]{3}|\w+)#(\d+)$/.exec(part) ?? [];
  if (which === undefined) return null;
  return { which, nth: Number(number) >= 1 && Number(number) <= 5 ? Number(number) : null };
}

function readPart(field: Field, part: string, isFiveFields: boolean): readonly number[] | null {
  if (part === "l" && field === day) return [lastDay];
  const value = (text: string): number => {
    if (/^\d+$/.test(text)) return Number(text) === 7 && field === weekday && isFiveFields ? 0 : Number(text);
    const place = field.words.indexOf(text);
    return place === -1 ? NaN : place + field.lowest;
  };
  const isIn = (number: number) => number >= field.lowest && number <= field.highest;

  const [, start, , end, , step = "1"] = /^([^-/]+)(-([^-/]+))?(\/(\d+))?$/.exec(part) ?? [];
  if (start === undefined) return null;
  if (start === part) return isIn(value(start)) ? [value(start)] : null;
  // "5/10" begins at 5, and goes on to the end.
  const isAll = start === "*" && end === undefined;
  const low = isAll ? field.lowest : value(start);
  const high = end === undefined ? field.highest : end === "l" && field === day ? 31 : value(end);
  return isIn(low) && high <= field.highest && Number(step) > 0
    ? cyclicRange(field, low, high, Number(step))
    : null;
}

/** "FRI-MON" wraps around; and, croniter's way, "5-5" is a whole round, and a step over the end is one longer. */
function cyclicRange({ lowest, highest }: Field, low: number, high: number, step: number): number[] {
  if (low === high) return range(lowest, highest, step);
  if (low < high) return range(low, high, step);
  const before = range(low, highest, step);
  const left = highest - (before.at(-1) ?? low);
  const skipped = left + 1 < step ? step - left : 0;
  return [...before, ...range(lowest + skipped, high, step)];
}

function range(from: number, to: number, step: number): number[] {
  return Array.from(
    { length: Math.max(0, Math.floor((to - from) / step) + 1) },
    (_, place) => from + place * step,
  );
}

/** "MON#1,TUE": croniter cannot have both, unless the plain ones are all seven. */
function mixesNthWithPlain({ values, hasStar, nth }: Named): boolean {
  const numbered = new Set(nth.map(([each]) => each));
  const isAllSeven = values.length + Number(hasStar) === 7;
  return numbered.size > 0 && !isAllSeven && values.some((value) => !numbered.has(value));
}
