import { expect, test } from "vitest";
import { inFile } from "./trouble.ts";

test.each([5, 261, 517, 6, 15])(
  "a lock that SQLite itself does not wait for is waited for (code %i)",
  (errcode) => {
    let tries = 0;
    const work = () => {
      if (++tries < 3) throw Object.assign(new Error("database is locked"), { errcode });
      return "done";
    };
    expect(inFile("daglings.db", work)).toBe("done");
    expect(tries).toBe(3);
  },
);

test("an error that has nothing to do with locks is thrown at once", () => {
  let tries = 0;
  const work = () => {
    tries++;
    throw Object.assign(new Error("disk I/O error"), { errcode: 10 });
  };
  expect(() => inFile("daglings.db", work)).toThrow(/daglings\.db: it cannot be read or written/);
  expect(tries).toBe(1);
});
