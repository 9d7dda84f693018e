import { expect, test } from "vitest";
import { cronInWords } from "./cron-words.ts";

test.each([
  ["0 6 * * *", "at 06:00, every day"],
  ["0 * * * *", "on the hour, every hour, every day"],
  ["*/5 * * * *", "every 5 minutes, every day"],
  ["* 9-17 * * 1-5", "every minute, while the hour is 9 to 17, on Monday to Friday"],
  ["30 6,18 * * *", "at 06:30 and 18:30, every day"],
  ["15 */4 * * *", "at minute 15, every 4 hours, every day"],
  ["0 0 * * 0", "at 00:00, on Sunday"],
  ["0 0 * * mon,FRI", "at 00:00, on Monday and Friday"],
  ["0 0 1 */3 *", "at 00:00, on day 1 of the month, every 3 months"],
  ["0 0 1 1 *", "at 00:00, on day 1 of the month, in January"],
  ["30 2 L * *", "at 02:30, on the last day of the month"],
  ["0 0 13 * 5", "at 00:00, on day 13 of the month, and also on Friday"],
])("%s is: %s", (expression, words) => {
  expect(cronInWords(expression)).toBe(words);
});

test.each(["0 6 * *", "0 0 6 * * *"])("%s has other fields than these", (expression) => {
  expect(cronInWords(expression)).toBe(null);
});
