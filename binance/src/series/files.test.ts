import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execPath } from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { mergeRow, readRows } from "./files.ts";
import { withLock } from "./lock.ts";
import { hours, minutes } from "./series.ts";
import { rowOf, textOf } from "./testing.ts";

const root = mkdtempSync(join(tmpdir(), "daglings-series-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let made = 0;
const newFile = () => join(root, String(made++), "raw", "2024-01-15", "daily_raw.csv");
const read = (file: string) => readFileSync(file, "utf8");
const merge = (file: string, number: number, price?: string) => mergeRow(minutes, file, rowOf(number, price));

const upTo = (count: number) => Array.from({ length: count }, (_, number) => number);
const someMinutes = fc.array(fc.nat(1439), { minLength: 1, maxLength: 40 });

describe("one writer", () => {
  test("makes the folders and the file", () => {
    const file = newFile();
    expect(merge(file, 630, "68285.81006621")).toBe(true);
    expect(read(file)).toBe(
      "mins,price,closeTime,timestamp,fetch_time,price_float\n" +
        "5,68285.81006621,1705314659999,2024-01-15T10:30:00,2024-01-15 10:30:00,68285.81\n",
    );
  });

  test("leaves each minute once, in order, whatever the order in which they come", () => {
    fc.assert(
      fc.property(someMinutes, (numbers) => {
        const file = newFile();
        for (const number of numbers) merge(file, number);
        expect(read(file)).toBe(textOf(numbers));
        expect(readRows(minutes, file)).toEqual(
          [...new Set(numbers)].toSorted((a, b) => a - b).map((number) => rowOf(number)),
        );
      }),
      { numRuns: 40 },
    );
  });

  test("keeps the first answer for a minute, and does not touch the file again", () => {
    const file = newFile();
    for (const number of [1, 2, 3]) merge(file, number);
    const { ino, mtimeNs } = statSync(file, { bigint: true });
    expect([1, 2, 3].map((number) => merge(file, number, "9.00000000"))).toEqual([false, false, false]);
    expect(statSync(file, { bigint: true })).toMatchObject({ ino, mtimeNs });
    expect(read(file)).toBe(textOf([1, 2, 3]));
  });

  test("does not rewrite the file for a later minute, so a row costs the same at any time of day", () => {
    const file = newFile();
    merge(file, 0);
    const { ino } = statSync(file);
    for (const number of upTo(1440)) merge(file, number);
    expect(statSync(file).ino).toBe(ino);
    expect(read(file)).toBe(textOf(upTo(1440)));
  });

  test("replaces the figures of an hour by the newest ones", () => {
    const file = join(dirname(newFile()), "hourly_avg.csv");
    const row = (hour: string, points: string) => ({
      date: "2024-01-15",
      hour,
      avg_price: "1.0",
      min_price: "1.0",
      max_price: "1.0",
      first_price: "1.0",
      last_price: "1.0",
      data_points: points,
      calculated_at: "2024-01-15 10:00:00",
    });
    for (const hour of ["08", "09", "10"]) expect(mergeRow(hours, file, row(hour, "40"))).toBe(true);
    expect(mergeRow(hours, file, row("09", "60"))).toBe(true);
    expect(mergeRow(hours, file, row("09", "60"))).toBe(false);
    const found = readRows(hours, file).map(({ hour, data_points }) => [hour, data_points]);
    expect(found).toEqual([
      ["08", "40"],
      ["09", "60"],
      ["10", "40"],
    ]);
  });

  test("leaves nothing behind but its lock", () => {
    const file = newFile();
    for (const number of [3, 1, 2]) merge(file, number);
    expect(readdirSync(dirname(file))).toEqual([".lock", "daily_raw.csv"]);
  });

  test("locks a folder again that was deleted and made again", () => {
    const file = newFile();
    merge(file, 1);
    rmSync(dirname(file), { recursive: true });
    merge(file, 2);
    expect(read(file)).toBe(textOf([2]));
    expect(readdirSync(dirname(file))).toEqual([".lock", "daily_raw.csv"]);
  });

  test("may lock one folder within another's lock, and one that fails leaves no lock behind", () => {
    const [outer, inner] = [newFile(), newFile()].map((file) => {
      merge(file, 1);
      return dirname(file);
    });
    const fail = () => {
      throw new Error("not today");
    };
    expect(() => withLock(outer ?? "", () => withLock(inner ?? "", fail))).toThrow("not today");
    expect([outer, inner, outer].map((folder) => withLock(folder ?? "", () => "taken"))).toEqual([
      "taken",
      "taken",
      "taken",
    ]);
  });

  test("reads no rows where there is no file", () => {
    expect(readRows(minutes, newFile())).toEqual([]);
  });
});

describe("a damaged file:", () => {
  test.each([0, 500, 1439])(
    "a torn last line does not count, and the next row heals it: minute %i",
    (next) => {
      const file = newFile();
      for (const number of [100, 200]) merge(file, number);
      appendFileSync(file, "5,42000.00000300,17052949");
      expect(readRows(minutes, file)).toHaveLength(2);
      merge(file, next);
      expect(read(file)).toBe(textOf([100, 200, next]));
    },
  );

  test("what a killed writer has left of a new file is overwritten", () => {
    const file = newFile();
    merge(file, 7);
    writeFileSync(`${file}.tmp`, "mins,price,clo".repeat(1000));
    merge(file, 5);
    expect(read(file)).toBe(textOf([5, 7]));
    expect(existsSync(`${file}.tmp`)).toBe(false);
  });

  test("a file of another series is refused, and stays as it is", () => {
    const file = newFile();
    merge(file, 7);
    expect(() => readRows(hours, file)).toThrow(`${file}: begins with "mins,price`);
    const row = Object.fromEntries(hours.columns.map((column) => [column, "9"])) as never;
    expect(() => mergeRow(hours, file, row)).toThrow(`${file}: begins with "mins,price`);
    expect(read(file)).toBe(textOf([7]));
  });

  test("a bad line is reported with its place", () => {
    const file = newFile();
    merge(file, 7);
    appendFileSync(file, "5,1.0\n");
    expect(() => readRows(minutes, file)).toThrow(`${file}:3: has 2 values instead of 6`);
  });

  test("a folder that cannot be locked is reported", () => {
    expect(() => withLock(join(root, "nowhere"), () => {})).toThrow(
      /nowhere.\.lock: cannot be locked \(.+\); see/,
    );
  });
});

interface Writer {
  /** The minutes that it has said to have written, as they come. */
  readonly lines: AsyncIterable<string>;
  readonly ended: Promise<unknown>;
  kill(): void;
}

function startWriter(file: string, numbers: readonly number[]): Writer {
  const script = fileURLToPath(new URL("./testing.ts", import.meta.url));
  const child = spawn(execPath, [script, file, JSON.stringify(numbers)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return {
    lines: createInterface({ input: child.stdout }),
    ended: once(child, "close"),
    kill: () => child.kill("SIGKILL"),
  };
}

/** The same for the same seed. */
function shuffled(numbers: readonly number[], seed: number): number[] {
  return (
    fc.sample(fc.shuffledSubarray([...numbers], { minLength: numbers.length }), { numRuns: 1, seed })[0] ?? []
  );
}

describe("several writers", () => {
  test("in one process lose nothing", async () => {
    const file = newFile();
    const numbers = shuffled(upTo(160), 1);
    await Promise.all(numbers.map(async (number) => merge(file, await Promise.resolve(number))));
    expect(read(file)).toBe(textOf(numbers));
  });

  test("in four processes lose nothing, though they write the same minutes", async () => {
    const file = newFile();
    const writers = upTo(4).map((seed) =>
      startWriter(file, shuffled(upTo(60 + 20 * seed), seed).slice(0, 60)),
    );
    const written: number[] = [];
    await Promise.all(
      writers.map(async ({ lines, ended }) => {
        for await (const line of lines) written.push(Number(line));
        await ended;
      }),
    );
    expect(written).toHaveLength(240);
    expect(read(file)).toBe(textOf(written));
  });

  test("and a reader never sees half a row", async () => {
    const file = newFile();
    const { lines, ended } = startWriter(file, shuffled(upTo(300), 5));
    let least = 0;
    for await (const _ of lines) {
      const rows = readRows(minutes, file);
      expect(rows.length).toBeGreaterThanOrEqual(least);
      least = rows.length;
    }
    await ended;
    expect(least).toBe(300);
  });
});

describe("a writer that is killed", () => {
  test.each(upTo(6))("has written what it reported, once, and whole: %i", async (round) => {
    const file = newFile();
    const numbers = round % 2 === 0 ? upTo(1440) : shuffled(upTo(1440), round); // appended, and put in between
    const writer = startWriter(file, numbers);
    const said: number[] = [];
    for await (const line of writer.lines) {
      said.push(Number(line));
      if (said.length === 20 + 37 * round) writer.kill();
    }
    await writer.ended;
    expect(said.length).toBeLessThan(1440);

    const found = new Map(readRows(minutes, file).map((row) => [row.timestamp, row]));
    const kept = numbers.filter((number) => found.has(rowOf(number).timestamp));
    expect(read(file).startsWith(textOf(kept))).toBe(true); // what may follow is a torn line
    expect(new Set(kept).isSupersetOf(new Set(said))).toBe(true);

    const rest = numbers.slice(0, 400);
    for (const number of rest) merge(file, number);
    expect(read(file)).toBe(textOf([...kept, ...rest]));
    expect(readdirSync(dirname(file))).toEqual([".lock", "daily_raw.csv"]);
  });
});
