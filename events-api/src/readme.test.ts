import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { startForTest } from "./testing.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const shown = [...readme.matchAll(/```json\n([^]*?)```/g)].map(
  ([, json = ""]) => JSON.parse(json) as unknown,
);

test("the README shows what the API answers", async () => {
  const { url } = await startForTest();
  const answers = ["start_date=2019-01-03&end_date=2019-01-04", "start_date=2019-02-30"].map(
    async (query) => (await (await fetch(`${url}/events?${query}`)).json()) as unknown,
  );
  expect(shown).toEqual(await Promise.all(answers));
});
