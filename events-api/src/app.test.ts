import { describe, expect, test } from "vitest";
import { eventsBetween, eventsOf } from "./events.ts";
import { day, rawAnswer, startForTest } from "./testing.ts";

async function ask(path: string, options: RequestInit & { readonly seed?: number } = {}) {
  const { seed = 0, ...init } = options;
  const { url } = await startForTest({ seed });
  const response = await fetch(url + path, init);
  const body = await response.text();
  return { status: response.status, headers: response.headers, body };
}

describe("/events", () => {
  test("answers with the events of the days asked for, without the last", async () => {
    const { status, headers, body } = await ask("/events?start_date=2019-01-03&end_date=2019-01-05");
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(body).toBe(JSON.stringify([...eventsOf(day("2019-01-03")), ...eventsOf(day("2019-01-04"))]));
  });

  test("has ten days unless others are asked for", async () => {
    const { body } = await ask("/events");
    expect(body).toBe(JSON.stringify(eventsBetween(day("2019-01-01"), day("2019-01-11"))));
  });

  test("of no days is an empty list", async () => {
    const { status, body } = await ask("/events?start_date=2019-01-03&end_date=2019-01-03");
    expect({ status, body }).toEqual({ status: 200, body: "[]" });
  });

  test("gives other events with another seed", async () => {
    const { body } = await ask("/events?start_date=2019-01-03&end_date=2019-01-04", { seed: 7 });
    expect(body).toBe(JSON.stringify(eventsOf(day("2019-01-03"), 7)));
    expect(body).not.toBe(JSON.stringify(eventsOf(day("2019-01-03"))));
  });

  test("understands percent-encoding", async () => {
    const { body } = await ask("/events?start%5Fdate=2019%2D01%2D03&end_date=2019-01-04");
    expect(body).toBe(JSON.stringify(eventsOf(day("2019-01-03"))));
  });

  test("says what is wrong with a query", async () => {
    const { status, headers, body } = await ask("/events?start_date=2019-02-30");
    expect(status).toBe(400);
    expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(JSON.parse(body)).toEqual({
      error: {
        parameter: "start_date",
        value: "2019-02-30",
        message:
          'start_date is "2019-02-30", which is not a date; write it as YYYY-MM-DD, such as 2019-01-01',
      },
    });
  });
});

test("/health says healthy", async () => {
  const { status, body } = await ask("/health");
  expect({ status, body }).toEqual({ status: 200, body: '{"status":"healthy"}' });
});

test.each(["/", "/event", "/events/2019-01-01", "/%zz", "/__proto__"])(
  "the path %s is unknown",
  async (path) => {
    const { status, body } = await ask(`${path}?start_date=2019-01-01`);
    expect(status).toBe(404);
    expect(JSON.parse(body)).toEqual({
      error: {
        parameter: "path",
        value: path,
        message: `there is no path ${path}; the paths are /events and /health`,
      },
    });
  },
);

test.each(["/health/", "/Health", "http://127.0.0.1/health", "//health"])(
  "the target %s is read as it is sent",
  async (target) => {
    const { port } = await startForTest();
    const answer = await rawAnswer(
      port,
      `GET ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`,
    );
    expect(answer.slice(0, 12)).toBe(`HTTP/1.1 ${target === "//health" ? 404 : 200}`);
  },
);

test.each(["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])("the method %s is refused", async (method) => {
  for (const path of ["/events", "/health"]) {
    const { status, headers, body } = await ask(path, { method });
    expect(status).toBe(405);
    expect(headers.get("allow")).toBe("GET, HEAD");
    expect(JSON.parse(body)).toEqual({
      error: {
        parameter: "method",
        value: method,
        message: `${path} cannot be asked with ${method}; use GET`,
      },
    });
  }
});

test("HEAD has the headers of GET, and no body", async () => {
  const [head, get] = [await ask("/events", { method: "HEAD" }), await ask("/events")];
  expect(head.status).toBe(200);
  expect(head.body).toBe("");
  expect(head.headers.get("content-length")).toBe(String(get.body.length));
});

test("a bad query is refused with HEAD, too", async () => {
  expect(await ask("/events?start_date=x", { method: "HEAD" })).toMatchObject({ status: 400, body: "" });
});

test("only the necessary headers are sent: no server name, nothing for caches", async () => {
  const { headers } = await ask("/events");
  expect([...headers.keys()]).toEqual(["connection", "content-length", "content-type", "date", "keep-alive"]);
});

describe("a very long query", () => {
  test("is refused like any other", async () => {
    const value = "9".repeat(10_000);
    const { status, body } = await ask(`/events?start_date=${value}`);
    expect(status).toBe(400);
    expect(JSON.parse(body)).toMatchObject({ error: { parameter: "start_date", value } });
  });

  test("of more than Node reads is refused, and the next request is answered", async () => {
    const { url, port } = await startForTest();
    const request = `GET /events?start_date=${"9".repeat(20_000)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`;
    expect(await rawAnswer(port, request)).toMatch(/^HTTP\/1.1 431 /);
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });
});

test("a bug is reported as JSON, without a stack", async () => {
  const { url } = await startForTest({
    now: () => {
      throw new Error("the clock is broken");
    },
  });
  const response = await fetch(`${url}/events`);
  expect(response.status).toBe(500);
  expect(await response.json()).toEqual({
    error: {
      parameter: null,
      value: null,
      message: "the events API has a bug: Error: the clock is broken",
    },
  });
});
