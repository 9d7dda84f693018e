import { expect, test } from "vitest";
import { urlOf } from "./url.ts";

test.each([
  ["127.0.0.1", "http://127.0.0.1:5000"],
  ["192.168.1.7", "http://192.168.1.7:5000"],
  ["0.0.0.0", "http://127.0.0.1:5000"],
  ["::", "http://127.0.0.1:5000"],
  ["::1", "http://[::1]:5000"],
])("a server at %s is reached at %s", (address, url) => {
  expect(urlOf(address, 5000)).toBe(url);
});
