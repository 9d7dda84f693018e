import { expect, test } from "vitest";
import { startTestApi } from "../testing.ts";
import { feedOf } from "./feed.ts";

test("what many follow is read once, and nothing is missed while nobody did", async () => {
  const { hub, run } = await startTestApi();
  let reads = 0;
  const listEvents: typeof hub.store.listEvents = (what) => {
    reads++;
    return hub.store.listEvents(what);
  };
  const feed = feedOf({ ...hub, store: { ...hub.store, listEvents } });
  const lasts = [0, 0, 0];
  const stops = lasts.map((_, reader) =>
    feed.follow(() => {
      for (
        let page = feed.pageAfter(lasts[reader] ?? 0);
        page.text !== "";
        page = feed.pageAfter(page.last)
      ) {
        lasts[reader] = page.last;
      }
    }),
  );
  await run("2019-01-04T06:00Z");
  const last = hub.store.lastEventId();
  expect(lasts).toEqual([last, last, last]);
  expect(reads).toBeLessThanOrEqual(2 * last); // and not once for each of three readers

  for (const stop of stops) stop();
  hub.scheduler.pause({ dagId: "daily" });
  const stop = feed.follow(() => {});
  expect(feed.pageAfter(last)).toMatchObject({ last: last + 1 });
  expect(feed.pageAfter(last).text).toMatch(new RegExp(`^id: ${last + 1}\\ndata: \\{.*"paused".*\\}\\n\\n$`));
  stop();
});
