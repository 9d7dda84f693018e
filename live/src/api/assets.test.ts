import { expect, test } from "vitest";
import { startTestApi } from "../testing.ts";

test("assets are listed, with who updates and who awaits them", async () => {
  const { ask } = await startTestApi();
  expect((await ask("GET", "/api/assets")).json).toEqual({
    assets: [
      {
        name: "counts",
        watch: "signal ready",
        updatedBy: [{ dagId: "daily", taskId: "count" }],
        awaitedBy: [],
        updatedAt: null,
      },
    ],
  });
});

test("an event is told by the asset's name or its signal's, and a key is one event", async () => {
  const { ask } = await startTestApi();
  const headers = { "Idempotency-Key": "k" };
  const first = await ask("POST", "/api/assets/ready/events", { body: { extra: { n: 1 } }, headers });
  const second = await ask("POST", "/api/assets/counts/events", { headers });
  expect([first.status, second.status]).toEqual([201, 200]);
  expect(second.json).toEqual(first.json);
  expect((await ask("GET", "/api/assets/counts/events")).json).toMatchObject({
    events: [{ id: 1, asset: "counts", at: "2019-01-04T05:00:00Z", extra: { n: 1 }, key: "k", dagId: null }],
  });
});

test("wrong input is refused in a sentence, and a viewer may not tell", async () => {
  const { ask } = await startTestApi({ tokens: { viewer: "view", operator: "operate" } });
  const as = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });
  const unknown = await ask("POST", "/api/assets/cuonts/events", as("operate"));
  expect([unknown.status, unknown.text]).toEqual([
    404,
    expect.stringContaining('there is no asset \\"cuonts\\"; did you mean \\"counts\\"?'),
  ]);
  const wrong = { ...as("operate"), body: { extra: 5 } };
  expect((await ask("POST", "/api/assets/counts/events", wrong)).status).toBe(400);
  expect((await ask("POST", "/api/assets/counts/events", as("view"))).status).toBe(403);
  expect((await ask("GET", "/api/assets", as("view"))).status).toBe(200);
});
