import { expect, test } from "vitest";
import { headerOf, keyOf, linesOf, readLine, writeLine } from "./csv.ts";
import { days, hours, minutes } from "./series.ts";

const row = {
  date: "2024-01-15",
  hour: "09",
  avg_price: "42605.10000000",
  min_price: "42600.00000000",
  max_price: "42610.00000000",
  first_price: "42601.00000000",
  last_price: "42609.00000000",
  data_points: "60",
  calculated_at: "2024-01-15 10:00:00",
};
const line =
  "2024-01-15,09,42605.10000000,42600.00000000,42610.00000000,42601.00000000,42609.00000000,60,2024-01-15 10:00:00";

test("the headers are the lecture's", () => {
  expect([minutes, hours, days].map(headerOf)).toEqual([
    "mins,price,closeTime,timestamp,fetch_time,price_float",
    "date,hour,avg_price,min_price,max_price,first_price,last_price,data_points,calculated_at",
    "date,avg_price,min_price,max_price,opening_price,closing_price,price_change,price_change_pct,total_data_points,hours_with_data,calculated_at",
  ]);
});

test("a row is written in the order of the columns, and read back as it was: hour 09 stays 09", () => {
  const shuffled = Object.fromEntries(Object.entries(row).toReversed()) as typeof row;
  expect(writeLine(hours, shuffled)).toBe(line);
  expect(readLine(hours, line, "hours.csv:2")).toEqual(row);
  expect(keyOf(hours, line)).toBe("2024-01-15,09");
});

test.each(["", "1,5", 'a "quote"', "two\nlines", "two\r\nlines"])("the value %j is refused", (value) => {
  expect(() => writeLine(hours, { ...row, avg_price: value })).toThrow(
    /^column avg_price is .+; expected some text/,
  );
});

test("a line with too few values is refused, with its place", () => {
  expect(() => readLine(hours, "2024-01-15,09,1.0", "hours.csv:7")).toThrow(
    "hours.csv:7: has 3 values instead of 9; mend the line, or delete it",
  );
});

test("only lines with a line end count, whichever it is", () => {
  const header = headerOf(days);
  expect(linesOf(days, `${header}\na\r\nb\n\nc`, "days.csv")).toEqual(["a", "b"]);
  expect(linesOf(days, header, "days.csv")).toEqual([]);
});

test.each(["", "\n", "date,price\n", "<html>\n"])(
  "a file that begins with %j is not of this series",
  (text) => {
    expect(() => linesOf(days, text, "days.csv")).toThrow(
      /^days\.csv: begins with ".*"; expected "date,avg_price,/,
    );
  },
);
