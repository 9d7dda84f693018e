import { describe, expect, test } from "vitest";
import { drawChart } from "./chart.ts";
import type { HourRow } from "./series/series.ts";

const start = Temporal.Instant.from("2024-01-15T00:00Z");

function hourAt(number: number, [lowest, average, highest]: readonly number[], points = 60): HourRow {
  const time = start.add({ hours: number }).toString();
  return {
    date: time.slice(0, 10),
    hour: time.slice(11, 13),
    avg_price: String(average),
    min_price: String(lowest),
    max_price: String(highest),
    first_price: String(average),
    last_price: String(average),
    data_points: String(points),
    calculated_at: "2024-01-15 01:00:00",
  };
}

/** Up for twelve hours, and down again. */
const hours = Array.from({ length: 48 }, (_, number) => {
  const average = 42_000 + 50 * Math.abs(12 - (number % 24));
  return hourAt(number, [average - 40 - number, average, average + 60]);
});

test("two days fit in 80 columns", () => {
  expect(`\n${drawChart(hours).join("\n")}\n`).toMatchInlineSnapshot(`
    "
    42660 ┤│                       │
          ┤●│                     │●│                     │
          ┤│●││                 ││●│●││                 ││●
    42476 ┤  ●●│               │●●│ │●●│               │●●│
          ┤   │●│             │●││   ││●│             │●││
          ┤    │●│           │●│      ││●│           │●││
    42292 ┤     │●│         │●│         │●│         │●││
          ┤      │●││     ││●│           │●││     ││●│
          ┤        ●●│   │●●│             │●●│   │●●│
    42108 ┤         │●│ │●│                ││●│ │●││
          ┤          │●│●│                  ││●│●││
          ┤           │●│                     │●│
    41924 ┤            │                       │
          └────────────────────────────────────────────────
           00    06    12    18    00    06    12    18
           2024-01-15              2024-01-16
           ● average, │ lowest to highest, per hour (UTC)
    "
  `);
});

test("without box drawing, and with a gap where hours are missing", () => {
  const some = hours.filter((_, number) => number < 9 || number > 13).slice(0, 20);
  const lines = drawChart(some, { ascii: true, height: 7 });
  expect(`\n${lines.join("\n")}\n`).toMatchInlineSnapshot(`
    "
    42660 :||                     ||
          :oo||                 ||oo
          :  oo||             ||oo|
    42353 :    oo||         ||oo|
          :      ooo      |ooo|
          :        |     oo||
    42046 :              ||
          +-------------------------
           00    06    12    18    00
           2024-01-15              2024-01-16
           o average, | lowest to highest, per hour (UTC)
    "
  `);
  expect(/^[\x20-\x7e]*$/.test(lines.join(""))).toBe(true);
});

test("too many hours share columns, weighted by their points", () => {
  const four = [
    hourAt(0, [1, 1, 1], 30),
    hourAt(1, [4, 4, 4], 60),
    hourAt(2, [1, 1, 7]),
    hourAt(3, [1, 1, 1]),
  ];
  expect(`\n${drawChart(four, { ascii: true, width: 5, height: 7 }).join("\n")}\n`).toMatchInlineSnapshot(`
    "
    7 : |
      : |
      : |
    4 :||
      :o|
      :||
    1 :|o
      +--
       00

       o average, | lowest to highest, per 2 hours (UTC)
    "
  `);
});

describe("whatever the rows,", () => {
  test.each([1, 30, 70, 71, 72, 100, 720])("%i hours fit in the width", (count) => {
    const many = Array.from({ length: count }, (_, number) => hourAt(number, [1, 2 + (number % 7), 9]));
    for (const line of drawChart(many)) expect(line.length).toBeLessThanOrEqual(80);
  });

  test("a price that does not move is a line", () => {
    const flat = drawChart([hourAt(0, [5, 5, 5]), hourAt(1, [5, 5, 5])], { height: 4 });
    expect(flat.slice(0, 4)).toEqual(["5.00 ┤●●", "     ┤", "     ┤", "5.00 ┤"]);
  });

  test("the labels of cheap prices have enough decimals", () => {
    const cheap = drawChart([hourAt(0, [0.08123, 0.0813, 0.0814])], { height: 4 });
    expect(cheap[0]).toMatch(/^0\.08140 /);
    expect(cheap[3]).toMatch(/^0\.08123 /);
  });

  test("no hours make no chart", () => {
    expect(drawChart([])).toEqual(["There are no hours to draw."]);
  });
});
