// dateutil's relativedelta: adds months, whatever their lengths.

import { bind } from "../python/bind.ts";
import { PythonError } from "../python/python-error.ts";
import { type Call, countOf, PythonValue } from "../python/values.ts";
import { Day } from "./day.ts";
import { Moment } from "./moment.ts";
import { Timedelta } from "./timedelta.ts";

const names = ["years", "months", "days", "weeks", "hours", "minutes", "seconds", "microseconds"] as const;

class RelativeDelta extends PythonValue {
  readonly typeName = "relativedelta";
  readonly amounts: Readonly<Record<string, number>>;

  constructor(amounts: Readonly<Record<string, number>>) {
    super();
    this.amounts = amounts;
  }

  attribute(): unknown {
    throw new PythonError("the fields of a relativedelta are not supported here");
  }

  str(): string {
    throw new PythonError("a relativedelta is not printed here; add it to a date");
  }

  override arithmetic(operator: string, other: unknown, isReversed: boolean): unknown {
    if (operator === "negative")
      return new RelativeDelta(
        Object.fromEntries(Object.entries(this.amounts).map(([name, amount]) => [name, -amount])),
      );
    const isSum = operator === "+" || (operator === "-" && isReversed);
    if (!isSum || !(other instanceof Moment || other instanceof Day)) return undefined;
    return shifted(other, this.amounts, operator === "+" ? 1 : -1);
  }
}

/** Months first, by the calendar, then everything else as one timedelta, as dateutil does. */
function shifted(date: Moment | Day, amounts: Readonly<Record<string, number>>, sign: 1 | -1): unknown {
  const amount = (name: (typeof names)[number]) => sign * (amounts[name] ?? 0);
  const calendar = { years: amount("years"), months: amount("months") };
  const days = amount("weeks") * 7 + amount("days");
  const seconds = days * 86_400 + amount("hours") * 3600 + amount("minutes") * 60 + amount("seconds");
  const rest = new Timedelta(BigInt(seconds) * 1_000_000n + BigInt(amount("microseconds")));
  if (date instanceof Moment) return Moment.at(date.plain.add(calendar), date.zone, date.kind).plus(rest);
  return new Day(date.date.add(calendar), date.kind).arithmetic("+", rest, false);
}

export function relativedelta(call: Call): RelativeDelta {
  const given = bind("relativedelta", `* ${names.map((name) => `${name}?`).join(" ")}`, call);
  return new RelativeDelta(
    Object.fromEntries(
      names.map((name, index) => [name, given[index] === undefined ? 0 : countOf(given[index], name)]),
    ),
  );
}
