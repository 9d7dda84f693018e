import { HttpResponse, http } from "msw/http";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { BinanceClient } from "./client.ts";
import { ExchangeError } from "./failure.ts";

const host = "https://api.exchange.test";
const good = { mins: 5, price: "68285.81006621", closeTime: 1771317380403 };
const kline = [0, "1.0", "3.0", "1.0", "2.0", "5.0", 59_999, "9.0", 4, "2.0", "3.0", "0"];

const server = setupServer();
const client = new BinanceClient({ url: host, longestWait: 40 });
let asked: URL[] = [];

beforeAll(() => server.listen({ onUnhandledFrame: "error" }));
afterEach(() => {
  server.resetHandlers();
  vi.unstubAllEnvs();
  asked = [];
});
afterAll(async () => {
  server.close();
  await client.close();
});

/** Lets the exchange give these answers, one after the other, and then the last one for ever. */
function answer(...answers: (() => Response | Promise<Response>)[]): void {
  server.use(
    http.get("*", async ({ request }) => {
      const next = answers[Math.min(asked.length, answers.length - 1)];
      asked.push(new URL(request.url));
      return (await next?.()) ?? HttpResponse.error();
    }),
  );
}

const json = (body: unknown, status = 200, headers: Record<string, string> = {}) => {
  return () => HttpResponse.json(body as object, { status, headers });
};
const text =
  (body: string, status = 200) =>
  () =>
    new HttpResponse(body, { status });

async function failureOf(work: Promise<unknown>): Promise<ExchangeError> {
  const error: unknown = await work.then(
    () => "no error",
    (thrown: unknown) => thrown,
  );
  if (error instanceof ExchangeError) return error;
  throw new Error(`expected an ExchangeError, got ${String(error)}`);
}

describe("what it asks and hands out:", () => {
  test("the average price", async () => {
    answer(json(good));
    expect(await client.averagePrice("BTCUSDT")).toEqual(good);
    expect(asked.map(String)).toEqual([`${host}/api/v3/avgPrice?symbol=BTCUSDT`]);
  });

  test("klines", async () => {
    answer(json([kline]));
    const startTime = Temporal.Instant.fromEpochMilliseconds(60_000);
    const [first] = await client.klines({ symbol: "BTCUSDT", startTime, limit: 1 });
    expect(first).toEqual({
      openTime: 0,
      open: "1.0",
      high: "3.0",
      low: "1.0",
      close: "2.0",
      volume: "5.0",
      closeTime: 59_999,
      quoteVolume: "9.0",
      trades: 4,
      takerBuyVolume: "2.0",
      takerBuyQuoteVolume: "3.0",
    });
    const query = "symbol=BTCUSDT&interval=1m&startTime=60000&limit=1";
    expect(asked.map(String)).toEqual([`${host}/api/v3/klines?${query}`]);
  });

  test("the kline of one minute, from any moment in it", async () => {
    answer(json([kline]));
    const moment = Temporal.ZonedDateTime.from("2024-01-15T05:31:17-05:00[America/New_York]");
    await client.klineOf("ETHUSDT", moment);
    const time = Temporal.Instant.from("2024-01-15T10:31Z").epochMilliseconds;
    expect(asked[0]?.search).toBe(`?symbol=ETHUSDT&interval=1m&startTime=${time}&endTime=${time}&limit=1`);
  });

  test("the time and a ping", async () => {
    answer(json({ serverTime: 1771317380403 }), json({}));
    expect((await client.time()).epochMilliseconds).toBe(1771317380403);
    await client.ping();
    expect(asked.map((url) => url.pathname)).toEqual(["/api/v3/time", "/api/v3/ping"]);
  });
});

describe("which exchange it asks:", () => {
  test.each([host, `${host}/`])("the one that BINANCE_URL names: %s", async (url) => {
    answer(json(good));
    const other = new BinanceClient();
    vi.stubEnv("BINANCE_URL", url);
    await other.averagePrice("BTCUSDT");
    expect(asked.map(String)).toEqual([`${host}/api/v3/avgPrice?symbol=BTCUSDT`]);
  });

  test.each([
    [undefined, "BINANCE_URL is not set; write http://127.0.0.1:8090 for the mock exchange"],
    ["binance", `BINANCE_URL is "binance", which is not a URL; write http://127.0.0.1:8090`],
  ])("none, if it is %s", async (url, message) => {
    vi.stubEnv("BINANCE_URL", url);
    await expect(new BinanceClient().ping()).rejects.toThrow(message);
  });
});

test.each([
  ["no JSON", text("<html>Sign in to the network</html>")],
  ["nothing", text("")],
  ["half an answer", text(`{"mins":5,"price":"682`)],
  ["a bare number", json(5)],
  ["null", json(null)],
  ["a list", json([good])],
  ["no price", json({ mins: 5, closeTime: 5 })],
  ["a number as price", json({ ...good, price: 68285.81 })],
  ["a price that is not a decimal", json({ ...good, price: "6.8e4" })],
  ["a price that stops at its point", json({ ...good, price: "68285." })],
  ["a negative price", json({ ...good, price: "-68285.81000000" })],
  ["a price with a comma", json({ ...good, price: "68285,81" })],
  ["a price with too many decimals", json({ ...good, price: "1.123456789" })],
  ["a text as mins", json({ ...good, mins: "5" })],
  ["no minutes", json({ ...good, mins: 0 })],
  ["a text as closeTime", json({ ...good, closeTime: "1771317380403" })],
  ["half a millisecond", json({ ...good, closeTime: 0.5 })],
  ["a time that no date can hold", json({ ...good, closeTime: 2 ** 53 - 1 })],
  ["an error with status 200", json({ code: -1121, msg: "Invalid symbol." })],
])("instead of an average price, %s is refused", async (_, malformed) => {
  answer(malformed);
  const error = await failureOf(client.averagePrice("BTCUSDT"));
  expect(error).toMatchObject({ reason: "malformed", status: 200, isWorthRetrying: true });
  expect(error.message).toMatch(
    /^api\.exchange\.test answered \/api\/v3\/avgPrice with .+; expected \{ "mins": 5/,
  );
  expect(error.message).toMatch(/; check that BINANCE_URL names an exchange, or use the mock exchange/);
  expect(asked).toHaveLength(1);
});

test.each([
  ["no list", json({})],
  ["a list of something else", json([good])],
  ["eleven elements", json([kline.slice(0, 11)])],
  ["a number as price", json([kline.with(4, 2)])],
  ["a text as time", json([kline.with(0, "0")])],
  ["a volume that is none", json([kline.with(7, "many")])],
  ["one bad kline among good ones", json([kline, kline.with(1, ""), kline])],
])("instead of klines, %s is refused", async (_, malformed) => {
  answer(malformed);
  const error = await failureOf(client.klines({ symbol: "BTCUSDT" }));
  expect(error.message).toMatch(
    /^api\.exchange\.test answered \/api\/v3\/klines with .+; expected a list of klines/,
  );
});

test.each([json([]), json({ serverTime: "now" }), json({ serverTime: 2 ** 53 - 1 }), text("x")])(
  "a malformed time or ping is refused",
  async (malformed) => {
    answer(malformed);
    expect((await failureOf(client.time())).reason).toBe("malformed");
    answer(json("pong"));
    expect((await failureOf(client.ping())).reason).toBe("malformed");
  },
);

test("a long answer is quoted in part", async () => {
  answer(text("x".repeat(5000)));
  expect((await failureOf(client.ping())).message.length).toBeLessThan(300);
});

const invalidSymbol = { code: -1121, msg: "Invalid symbol." };
const tooMany = { code: -1003, msg: "Too much request weight used." };

test.each([
  [
    json({ code: 0, msg: "Service unavailable from a restricted location." }, 451),
    { reason: "restricted", status: 451, code: 0, isWorthRetrying: false },
    "does not serve your location (status 451); use the mock exchange, which needs no network",
  ],
  [
    json(tooMany, 418, { "Retry-After": "120" }),
    { reason: "banned", status: 418, code: -1003, retryAfter: 120, isWorthRetrying: true },
    "has shut you out for asking too often (status 418); wait 120 s, or use the mock exchange",
  ],
  [
    json(tooMany, 429, { "Retry-After": "30" }),
    { reason: "rate limit", status: 429, code: -1003, retryAfter: 30, isWorthRetrying: true },
    "is asked too often (status 429); wait 30 s: clients that go on asking are shut out",
  ],
  [
    json(invalidSymbol, 400),
    { reason: "refused", status: 400, code: -1121, isWorthRetrying: false },
    "refuses /api/v3/avgPrice?symbol=NOPE (status 400, code -1121: Invalid symbol.); correct what is asked for",
  ],
  [
    text("<html>Not Found</html>", 404),
    { reason: "refused", status: 404, code: null, isWorthRetrying: false },
    "refuses /api/v3/avgPrice?symbol=NOPE (status 404); check that BINANCE_URL names an exchange",
  ],
])("a refusal is final, and explained in a sentence: %#", async (refusal, facts, sentence) => {
  answer(refusal);
  const error = await failureOf(client.averagePrice("NOPE"));
  expect(error).toMatchObject(facts);
  expect(error.message).toContain(`api.exchange.test ${sentence}`);
  expect(asked).toHaveLength(1);
});

describe("what is worth asking again is asked again:", () => {
  test.each([
    ["trouble of the exchange", json({ code: -1001, msg: "Internal error." }, 500)],
    ["an error of a gateway", text("Bad Gateway", 502)],
    ["a broken connection", () => HttpResponse.error()],
    ["a rate limit that is over at once", json(tooMany, 429, { "Retry-After": "0" })],
    ["a ban that is over at once", json(tooMany, 418, { "Retry-After": "0" })],
  ])("%s", async (_, trouble) => {
    answer(trouble, trouble, json(good));
    expect(await client.averagePrice("BTCUSDT")).toEqual(good);
    expect(asked).toHaveLength(3);
  });

  test("but only twice", async () => {
    answer(json({ code: -1001, msg: "Internal error." }, 503));
    const error = await failureOf(client.averagePrice("BTCUSDT"));
    expect(error).toMatchObject({ reason: "server error", status: 503, code: -1001, isWorthRetrying: true });
    expect(error.message).toContain("has trouble of its own (status 503, code -1001: Internal error.)");
    expect(asked).toHaveLength(3);
  });

  test("until the connection has broken three times", async () => {
    answer(() => HttpResponse.error());
    expect((await failureOf(client.ping())).message).toMatch(
      /^api\.exchange\.test broke off before it had answered/,
    );
    expect(asked).toHaveLength(3);
  });

  test("never, if no retry is wanted", async () => {
    answer(text("", 500));
    const impatient = new BinanceClient({ url: host, retries: 0 });
    expect((await failureOf(impatient.ping())).reason).toBe("server error");
    expect(asked).toHaveLength(1);
    await impatient.close();
  });

  test("after a wait that BINANCE_LONGEST_WAIT may shorten", async () => {
    const limited = json(tooMany, 429, { "Retry-After": "1" });
    vi.stubEnv("BINANCE_LONGEST_WAIT", "999");
    answer(limited, json(good));
    await failureOf(new BinanceClient({ url: host }).ping());
    vi.stubEnv("BINANCE_LONGEST_WAIT", "soon");
    await expect(new BinanceClient({ url: host }).ping()).rejects.toThrow(/is "soon"; write milliseconds/);
    expect(asked).toHaveLength(1);
  });
});

test("an answer that does not come is given up, and not asked for again", async () => {
  const { promise, resolve } = Promise.withResolvers<Response>();
  answer(() => promise);
  const impatient = new BinanceClient({ url: host, longestWait: 40, answerTimeout: 100 });
  const error = await failureOf(impatient.ping());
  await impatient.close();
  expect(error.reason).toBe("timeout");
  expect(error.message).toMatch(
    /^api\.exchange\.test took too long to answer; try again later, or use the mock/,
  );
  expect(asked).toHaveLength(1);
  resolve(HttpResponse.json({}));
});

test("a request is given up when its signal says so, for the reason that it says", async () => {
  const { promise, resolve } = Promise.withResolvers<Response>();
  const controller = new AbortController();
  const reason = new Error("the task was cancelled");
  answer(() => {
    controller.abort(reason);
    return promise;
  });
  await expect(client.ping({ signal: controller.signal })).rejects.toBe(reason);
  resolve(HttpResponse.json({}));
});
