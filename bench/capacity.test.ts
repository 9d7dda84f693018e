import fc from "fast-check";
import { expect, test } from "vitest";
import { mostDags, onTemporal, simulateDay } from "./capacity.ts";

test("a runtime carries a day if it does each hour's work within the hour, and one more DAG is too many", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), (cost) => {
      const dags = mostDags(cost);
      expect(dags).toBe(Math.floor(3_600_000 / (3 * cost)));
      expect(simulateDay({ dags: dags + 1, cost }).isCarried).toBe(false);
    }),
  );
});

test("work that is not done within its hour delays every later hour", () => {
  const { latest, isCarried } = simulateDay({ dags: 2, cost: 1_200_000 });
  expect(isCarried).toBe(false);
  expect(latest).toBe(24 * 7_200_000 - 23 * 3_600_000);
});

test("ten times the work needs ten times the processors, and never fewer than four shards", () => {
  const [small, large] = [onTemporal(600), onTemporal(6_000_000)];
  expect(small).toMatchObject({ tasksPerSecond: 10, shards: 4, serverCores: 1, workerMachines: 1 });
  expect(large.shards).toBe(16_384);
  expect(large.serverCores).toBe(1850);
});
