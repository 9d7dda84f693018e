import fc from "fast-check";
import { expect, test } from "vitest";
import { instantText, requestFacts, type ReceivedRequest } from "./lesson-run.ts";

const request = (path: string, at: number | null, status = 200): ReceivedRequest => ({
  method: "GET",
  path,
  status,
  at,
});

test("requests stand in the order of simulated time, those of one instant in that of their paths", () => {
  const found = requestFacts([request("/b", 2), request("/c", 1), request("/a", 2), request("/d", null)]);
  expect(found.map(({ path }) => path)).toEqual(["/d", "/c", "/a", "/b"]);
});

test("nothing but method, path and status is told", () => {
  const received = { ...request("/a", 1), body: "secret" };
  expect(requestFacts([received])).toEqual([{ method: "GET", path: "/a", status: 200 }]);
});

test("in which order they came within an instant does not show", () => {
  const one = fc.record({
    method: fc.constant("GET"),
    path: fc.constantFrom("/a", "/b", "/B", "/ä"),
    status: fc.constantFrom(200, 500),
    at: fc.constantFrom(1, 2),
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(one, fc.nat()), { maxLength: 8 }), (keyed) => {
      const shuffled = keyed.toSorted(([, a], [, b]) => a - b);
      const facts = (list: typeof keyed) => requestFacts(list.map(([each]) => each));
      expect(facts(shuffled)).toEqual(facts(keyed));
    }),
  );
});

test("an instant is written in UTC, to the second where that is enough", () => {
  expect(instantText(1_546_578_000_000)).toBe("2019-01-04T05:00:00Z");
});
