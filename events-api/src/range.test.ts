import { describe, expect, test } from "vitest";
import { readRange } from "./range.ts";
import { Refusal } from "./refusal.ts";

const read = (query: string) => {
  const { start, end } = readRange(new URLSearchParams(query));
  return `${start.toString()} … ${end.toString()}`;
};

function refusalOf(query: string): unknown {
  try {
    return read(query);
  } catch (error) {
    return error instanceof Refusal ? error.facts : error;
  }
}

test.each([
  ["", "2019-01-01 … 2019-01-11"],
  ["start_date=2019-01-05", "2019-01-05 … 2019-01-11"],
  ["end_date=2019-01-03", "2019-01-01 … 2019-01-03"],
  ["start_date=2019-01-05&end_date=2019-01-06", "2019-01-05 … 2019-01-06"],
  ["end_date=2019-01-06&start_date=2019-01-05", "2019-01-05 … 2019-01-06"],
  ["start_date=2019-01-05&end_date=2019-01-05", "2019-01-05 … 2019-01-05"],
  ["start_date=2020-01-01&end_date=2021-01-01", "2020-01-01 … 2021-01-01"], // 366 days, a leap year
  ["start_date=2020-02-29&end_date=2020-03-01", "2020-02-29 … 2020-03-01"],
  ["start_date=0001-01-01&end_date=0001-01-02", "0001-01-01 … 0001-01-02"],
  ["start_date=9999-12-30&end_date=9999-12-31", "9999-12-30 … 9999-12-31"],
])("?%s asks for %s", (query, range) => {
  expect(read(query)).toBe(range);
});

describe("what is not a date is refused", () => {
  test.each([
    "2019-02-30",
    "2019-02-29",
    "2019-13-01",
    "2019-00-10",
    "2019-1-1",
    "20190101",
    "01-01-2019",
    "2019-01-01T00:00:00Z",
    "2019-01-01[u-ca=hebrew]",
    "+002019-01-01",
    "12019-01-01",
    "-2019-01-01",
    " 2019-01-01",
    "2019-01-01\n",
    "٢٠١٩-٠١-٠١",
    "yesterday",
    "None",
    "{{ds}}",
    "",
  ])("%j", (value) => {
    for (const parameter of ["start_date", "end_date"]) {
      expect(refusalOf(new URLSearchParams([[parameter, value]]).toString())).toEqual({
        status: 400,
        parameter,
        value,
        message: expect.stringMatching(
          /^(start|end)_date is "[^]*", which is not a date; write it as YYYY-MM-DD, such as 2019-01-(01|11)$/,
        ) as string,
      });
    }
  });
});

test.each([
  [
    "start_date=2019-01-02&end_date=2019-01-01",
    "start_date",
    "2019-01-02",
    "start_date 2019-01-02 is after end_date 2019-01-01; swap them",
  ],
  [
    "start_date=2019-01-12",
    "start_date",
    "2019-01-12",
    "start_date 2019-01-12 is after end_date 2019-01-11 (the default); give both",
  ],
  [
    "end_date=2018-12-31",
    "end_date",
    "2018-12-31",
    "start_date 2019-01-01 (the default) is after end_date 2018-12-31; give both",
  ],
  [
    "start_date=2019-01-01&end_date=2020-01-03",
    "end_date",
    "2020-01-03",
    "from start_date 2019-01-01 to end_date 2020-01-03 are 367 days; ask for at most 366 at a time",
  ],
  [
    "start_date=2017-01-01",
    "start_date",
    "2017-01-01",
    "from start_date 2017-01-01 to end_date 2019-01-11 (the default) are 740 days; ask for at most 366 at a time",
  ],
  [
    "start_date=0001-01-01&end_date=9999-12-31",
    "end_date",
    "9999-12-31",
    "from start_date 0001-01-01 to end_date 9999-12-31 are 3652058 days; ask for at most 366 at a time",
  ],
  [
    "start_date=2019-01-01&start_date=2019-01-02",
    "start_date",
    "2019-01-01, 2019-01-02",
    "start_date is given 2 times; give it once",
  ],
  [
    "end_date=2019-01-02&end_date=2019-01-02",
    "end_date",
    "2019-01-02, 2019-01-02",
    "end_date is given 2 times; give it once",
  ],
  [
    "startdate=2019-01-01",
    "startdate",
    "2019-01-01",
    `"startdate" is not a parameter of /events; it takes start_date and end_date`,
  ],
  [
    "start_date=2019-01-01&amp;end_date=2019-01-02",
    "amp;end_date",
    "2019-01-02",
    `"amp;end_date" is not a parameter of /events; it takes start_date and end_date`,
  ],
  [
    "__proto__=1",
    "__proto__",
    "1",
    `"__proto__" is not a parameter of /events; it takes start_date and end_date`,
  ],
  ["toString", "toString", "", `"toString" is not a parameter of /events; it takes start_date and end_date`],
])("?%s is refused", (query, parameter, value, message) => {
  expect(refusalOf(query)).toEqual({ status: 400, parameter, value, message });
});
