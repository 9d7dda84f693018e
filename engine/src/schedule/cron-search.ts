// Where a cron expression fires next, and where it fired before: a search through its fields, day by day, in wall-clock
// time, as milliseconds as if the wall clock were in UTC.

import { lastDay, lastWeek, type CronFields } from "./cron-fields.ts";

export interface CronSearch {
  /** Strictly after; null if not within fifty years. */
  readonly next: (wall: number) => number | null;
  /** Strictly before. */
  readonly previous: (wall: number) => number | null;
}

type Direction = "forward" | "backward";

const secondsInDay = 86_400;
const fiftyYears = 50 * 366;

export function cronSearch(fields: CronFields): CronSearch {
  const { hours, minutes, seconds } = fields;
  const isDay = dayTest(fields);

  function search(from: number, direction: Direction): number | null {
    const step = direction === "forward" ? 1 : -1;
    let day = Math.floor(from / secondsInDay);
    let time = isDay(day) ? timeFrom(from - day * secondsInDay, direction) : null;
    for (let days = 0; time === null && days < fiftyYears; days++) {
      day += step;
      if (isDay(day)) time = timeFrom(direction === "forward" ? 0 : secondsInDay - 1, direction);
    }
    return time === null ? null : (day * secondsInDay + time) * 1000;
  }

  /** The nearest time of day that fires; the given one counts. */
  function timeFrom(time: number, direction: Direction): number | null {
    const [hour, minute, second] = [Math.floor(time / 3600), Math.floor(time / 60) % 60, time % 60];
    const [firstMinute, firstSecond] = [first(minutes, direction), first(seconds, direction)];
    if (hours.includes(hour)) {
      const sameMinute = minutes.includes(minute) ? nearest(seconds, second, direction) : undefined;
      if (sameMinute !== undefined) return hour * 3600 + minute * 60 + sameMinute;
      const otherMinute = nearest(minutes, direction === "forward" ? minute + 1 : minute - 1, direction);
      if (otherMinute !== undefined) return hour * 3600 + otherMinute * 60 + firstSecond;
    }
    const otherHour = nearest(hours, direction === "forward" ? hour + 1 : hour - 1, direction);
    return otherHour === undefined ? null : otherHour * 3600 + firstMinute * 60 + firstSecond;
  }

  return {
    next: (wall) => search(Math.floor(wall / 1000) + 1, "forward"),
    previous: (wall) => search(Math.ceil(wall / 1000) - 1, "backward"),
  };
}

/** The value itself if it is in the list, otherwise the next one in that direction. */
function nearest(list: readonly number[], value: number, direction: Direction): number | undefined {
  return direction === "forward"
    ? list.find((each) => each >= value)
    : list.findLast((each) => each <= value);
}

function first(list: readonly number[], direction: Direction): number {
  return list.at(direction === "forward" ? 0 : -1) ?? 0;
}

const firstDay = new Temporal.PlainDate(1970, 1, 1);

/** Days are counted from 1970. Most questions are about one and the same day. */
function dayTest(fields: CronFields): (day: number) => boolean {
  let [asked, answer] = [NaN, false];
  return (days) => {
    if (days !== asked) [asked, answer] = [days, firesOn(fields, firstDay.add({ days }))];
    return answer;
  };
}

function firesOn(fields: CronFields, { day, month, dayOfWeek, daysInMonth }: Temporal.PlainDate): boolean {
  const { months, days, weekdays, nthWeekdays } = fields;
  if (!months.includes(month)) return false;
  const weekday = dayOfWeek % 7;
  const isNth = ([which, nth]: readonly [number, number]) =>
    which === weekday && (nth === lastWeek ? day + 7 > daysInMonth : Math.ceil(day / 7) === nth);
  if (nthWeekdays.length > 0 && !nthWeekdays.some(isNth)) return false;

  const fitsDay = days === null || days.includes(day) || (day === daysInMonth && days.includes(lastDay));
  const fitsWeekday = weekdays === null || weekdays.includes(weekday);
  // Cron's oldest trap: if both are restricted, either will do.
  return days !== null && weekdays !== null ? fitsDay || fitsWeekday : fitsDay && fitsWeekday;
}
