import { camelCase, snakeCase } from "@daglings/words";
import { expect, test } from "vitest";

test.each([
  ["ds", "ds"],
  ["dataIntervalStart", "data_interval_start"],
  ["tsNodashWithTz", "ts_nodash_with_tz"],
])("%s is %s, and back", (camel, snake) => {
  expect(snakeCase(camel)).toBe(snake);
  expect(camelCase(snake)).toBe(camel);
});
