import { get } from "node:http";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { eventsApp } from "./app.ts";
import type { Handler } from "./handler.ts";
import { serveForTest, startForTest } from "./testing.ts";
import { trouble } from "./trouble.ts";

const hour = 3_600_000;

/** A server whose incoming requests a test can wait for. */
async function startWithArrivals() {
  let arrived = Promise.withResolvers<void>();
  const api = await startForTest({
    now: () => {
      arrived.resolve();
      return 0;
    },
  });
  const arrival = async () => {
    await arrived.promise;
    arrived = Promise.withResolvers();
  };
  return { api, arrival };
}

describe("failNext", () => {
  test("makes the next requests fail, and no others", async () => {
    const api = await startForTest();
    api.failNext(2);
    const statuses = [];
    for (let number = 1; number <= 4; number++) statuses.push((await fetch(`${api.url}/events`)).status);
    expect(statuses).toEqual([500, 500, 200, 200]);
    expect(api.requests.map(({ status }) => status)).toEqual([500, 500, 200, 200]);
  });

  test("answers with any status, and says that it was asked to", async () => {
    const api = await startForTest();
    api.failNext(1, 503);
    const response = await fetch(`${api.url}/events`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({
      error: { parameter: null, value: null, message: "this request was told to fail with status 503" },
    });
  });

  test("comes before anything that is wrong with the request itself", async () => {
    const api = await startForTest();
    api.failNext(1);
    expect((await fetch(`${api.url}/nowhere`)).status).toBe(500);
  });

  test("replaces the previous order", async () => {
    const api = await startForTest();
    api.failNext(5);
    api.failNext(1, 429);
    expect((await fetch(`${api.url}/events`)).status).toBe(429);
    expect((await fetch(`${api.url}/events`)).status).toBe(200);
  });

  test.each([
    [-1, 500, /^count is -1; it must be a whole number from 0 to /],
    [1.5, 500, /^count is 1.5; /],
    [1, 100, /^status is 100; it must be a whole number from 200 to 599$/],
    [1, 600, /^status is 600; /],
    [1, Number.NaN, /^status is NaN; /],
  ])("refuses count %d with status %d", async (count, status, message) => {
    const api = await startForTest();
    expect(() => api.failNext(count, status)).toThrow(message);
  });
});

describe("delayNext", () => {
  test("answers later, and lets others go first", async () => {
    const { api, arrival } = await startWithArrivals();
    api.delayNext(1, hour);
    const delayed = fetch(`${api.url}/events?start_date=2019-01-01`);
    await arrival();
    await fetch(`${api.url}/events?start_date=2019-01-02`);
    expect(api.requests.map(({ path, status }) => `${path} ${status}`)).toEqual([
      "/events?start_date=2019-01-01 null",
      "/events?start_date=2019-01-02 200",
    ]);
    await api.close();
    await expect(delayed).rejects.toThrow("fetch failed");
  });

  test("answers when the time is over, and not before", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const { api, arrival } = await startWithArrivals();
    api.delayNext(1, hour);
    const delayed = fetch(`${api.url}/events`);
    await arrival();
    vi.advanceTimersByTime(hour - 1);
    await fetch(`${api.url}/health`);
    const [pending] = api.requests;
    vi.advanceTimersByTime(1);
    expect((await delayed).status).toBe(200);
    expect([pending?.status, api.requests[0]?.status]).toEqual([null, 200]);
  });

  test("can be followed by a failure", async () => {
    const api = await startForTest();
    api.delayNext(1, 1);
    api.failNext(1, 502);
    expect((await fetch(`${api.url}/events`)).status).toBe(502);
  });

  test("leaves no timer behind when the client goes away", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const [arrived, left] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const { delayNext, cause } = trouble();
    const watch: Handler = (_request, response, next) => {
      response.once("close", left.resolve);
      next();
      arrived.resolve();
    };
    const port = await serveForTest(eventsApp({ seed: 0, before: [watch, cause] }));

    delayNext(1, hour);
    const client = get({ host: "127.0.0.1", port }).on("error", () => undefined);
    await arrived.promise;
    expect(vi.getTimerCount()).toBe(1);
    client.destroy();
    await left.promise;
    expect(vi.getTimerCount()).toBe(0);
  });

  test.each([
    [1, -1],
    [1, 2 ** 31],
    [Infinity, 1],
  ])("refuses count %d with %d milliseconds", async (count, milliseconds) => {
    const api = await startForTest();
    expect(() => api.delayNext(count, milliseconds)).toThrow(/it must be a whole number from 0 to /);
  });
});

describe("serveTogether", () => {
  test("answers two of five that come together, and later two of the others", async () => {
    const api = await startForTest();
    api.serveTogether(2);
    const ask = async (count: number) => {
      const all = Array.from({ length: count }, async () => (await fetch(`${api.url}/events`)).status);
      return (await Promise.all(all)).toSorted((a, b) => a - b);
    };
    expect(await ask(5)).toEqual([200, 200, 429, 429, 429]);
    expect(await ask(3)).toEqual([200, 200, 429]);
    expect(await ask(2)).toEqual([200, 200]);
  });
});

describe("cutNext", () => {
  test("breaks off the next answers in the middle, and no others", async () => {
    const api = await startForTest();
    api.cutNext(1);
    const cut = await fetch(`${api.url}/events`);
    expect(cut.status).toBe(200);
    await expect(cut.text()).rejects.toThrow("terminated");
    const { length } = await (await fetch(`${api.url}/events`)).text();
    expect(Number(cut.headers.get("content-length"))).toBe(length);
  });

  test("has sent a half by then", async () => {
    const api = await startForTest();
    api.cutNext(1);
    const received = Promise.withResolvers<number>();
    get(`${api.url}/events`, (answer) => {
      let bytes = 0;
      answer.on("data", (chunk: Buffer) => (bytes += chunk.length));
      answer.on("error", () => received.resolve(bytes / Number(answer.headers["content-length"])));
    });
    expect(await received.promise).toBeCloseTo(0.5, 2);
  });
});

test("clear cancels the orders", async () => {
  const api = await startForTest();
  api.failNext(1);
  api.delayNext(1, hour);
  api.cutNext(1);
  api.clear();
  const answer = await fetch(`${api.url}/events`);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toHaveLength(97);
});
