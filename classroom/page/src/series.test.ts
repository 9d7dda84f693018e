import { expect, test } from "vitest";
import { parseCsv } from "./parse-csv.ts";
import { readSeries } from "./series.ts";

const read = (...texts: string[]) => readSeries(texts.map(parseCsv));
const day = (date: string) => Date.parse(`${date}T00:00Z`) / 1000;

test("the files of several days are one series, a line for each user; a user without a row had no event", () => {
  const series = read(
    "date,user,0\n2019-01-02,bob,2\n",
    "date,user,0\n2019-01-01,bob,1\n2019-01-01,anna,4\n",
  );
  expect(series).toEqual({
    kind: "lines",
    times: [day("2019-01-01"), day("2019-01-02")],
    lines: [
      { name: "bob", values: [1, 2] },
      { name: "anna", values: [4, 0] },
    ],
  });
});

test("minutes are a line, hours a band, days candles", () => {
  expect(read("mins,price,timestamp\n5,42464.69,2024-01-15T00:00:00\n")).toMatchObject({
    kind: "lines",
    lines: [{ name: "price", values: [42464.69] }],
  });
  expect(read("date,hour,avg_price,min_price,max_price\n2024-01-15,01,2,1,3\n")).toEqual({
    kind: "band",
    times: [day("2024-01-15") + 3600],
    low: [1],
    middle: [2],
    high: [3],
  });
  expect(read("date,opening_price,closing_price,min_price,max_price\n2024-01-15,2,3,1,4\n")).toMatchObject({
    kind: "candles",
    open: [2],
    close: [3],
    low: [1],
    high: [4],
  });
});

test("there is no series if nothing is a number over time", () => {
  expect(read("user,count\nanna,4\n")).toBeNull();
  expect(read("date,user,0\nyesterday,anna,4\n")).toBeNull();
  expect(read("date,name\n2019-01-01,anna\n")).toBeNull();
  expect(read("")).toBeNull();
});
