import { once } from "node:events";
import { connect } from "node:net";
import { env, platform } from "node:process";
import { lectureWeek, type Need } from "@daglings/lessons/lesson";
import { afterEach, describe, expect, test, vi } from "vitest";
import { temporaryFolder } from "../../kit/src/testing.ts";
import { openSurroundings, type Surroundings, type SurroundingsOptions } from "./surroundings.ts";

const names = ["EVENTS_API", "SMTP_URL", "BINANCE_URL", "BINANCE_LONGEST_WAIT"];
const variables = () => names.map((name) => env[name]);

async function within<Result>(
  own: Partial<SurroundingsOptions> & { readonly needs: readonly Need[] },
  use: (around: Surroundings) => Promise<Result>,
): Promise<Result> {
  const options = {
    scenario: lectureWeek,
    folder: temporaryFolder(),
    mailFolder: temporaryFolder(),
    now: () => 1000,
    seed: 0,
    ...own,
  };
  const around = await openSurroundings(options);
  try {
    return await use(around);
  } finally {
    await around.close();
  }
}

afterEach(() => vi.unstubAllEnvs());

test("each need is a server of its own, which tasks find by a variable", async () => {
  await within({ needs: ["bash", "events", "mail", "exchange"] }, async () => {
    const [events, mail, exchange] = variables();
    expect(events).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(mail).toMatch(/^smtp:\/\/127\.0\.0\.1:\d+$/);
    expect(exchange).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(new Set([events, mail, exchange]).size).toBe(3);
    expect((await fetch(`${events}/health`)).status).toBe(200);
    await Promise.resolve();
  });
});

// macOS has no second address of its own.
test.skipIf(platform === "darwin")("no other address of the machine reaches any of them", async () => {
  await within({ needs: ["events", "mail", "exchange", "chat"] }, async () => {
    const urls = [...variables().slice(0, 3), env["DAGLINGS_CONN_CHAT"]].map((url) => new URL(url ?? ""));
    for (const { hostname, port } of urls) {
      expect(await answerOf(hostname, port)).toBe("connect");
      expect(await answerOf("127.0.0.2", port)).toMatch(/ECONNREFUSED|EADDRNOTAVAIL|ETIMEDOUT/);
    }
  });
});

/** `connect`, or why not. */
async function answerOf(host: string, port: string): Promise<string> {
  const socket = connect({ host, port: Number(port) });
  const answer = await once(socket, "connect").then(
    () => "connect",
    (error: unknown) => String(error),
  );
  socket.destroy();
  return answer;
}

describe("afterwards", () => {
  test("a variable that was there is what it was, and one that was not is gone", async () => {
    vi.stubEnv("EVENTS_API", "http://mine");
    vi.stubEnv("SMTP_URL", undefined);
    await within({ needs: ["events", "mail"] }, () => {
      expect(env["EVENTS_API"]).not.toBe("http://mine");
      expect(env["SMTP_URL"]).toBeDefined();
      return Promise.resolve();
    });
    expect(env["EVENTS_API"]).toBe("http://mine");
    expect("SMTP_URL" in env).toBe(false);
  });

  test("nobody serves any more", async () => {
    const url = await within({ needs: ["events"] }, () => Promise.resolve(env["EVENTS_API"] ?? ""));
    await expect(fetch(`${url}/health`)).rejects.toThrow("fetch failed");
  });
});

test("bash alone needs no server", async () => {
  const before = variables();
  await within({ needs: ["bash"] }, () => {
    expect(variables()).toEqual(before);
    return Promise.resolve();
  });
});

test("requests are remembered, each with the lesson's own time", async () => {
  let now = 5000;
  const requests = await within({ needs: ["events"], now: () => now }, async (around) => {
    await fetch(`${env["EVENTS_API"]}/events?start_date=2019-01-01&end_date=2019-01-02`);
    now = 6000;
    await fetch(`${env["EVENTS_API"]}/nothing`);
    return around.requests;
  });
  expect(requests).toMatchObject([
    { method: "GET", path: "/events?start_date=2019-01-01&end_date=2019-01-02", status: 200, at: 5000 },
    { method: "GET", path: "/nothing", status: 404, at: 6000 },
  ]);
});

test("a scenario may have the events API fail a number of times", async () => {
  const scenario = { ...lectureWeek, eventsApiFails: 2 };
  const statuses = await within({ needs: ["events"], scenario }, async () => {
    const found: number[] = [];
    for (let time = 0; time < 3; time++) found.push((await fetch(`${env["EVENTS_API"]}/events`)).status);
    return found;
  });
  expect(statuses).toEqual([500, 500, 200]);
});

test("a scenario may have the events API fail once for one day", async () => {
  const scenario = { ...lectureWeek, eventsApiFailsOnceFor: "2019-01-02" };
  const statuses = await within({ needs: ["events"], scenario }, async () => {
    const found: number[] = [];
    for (const day of ["01", "02", "02"]) {
      const path = `events?start_date=2019-01-${day}&end_date=2019-01-03`;
      found.push((await fetch(`${env["EVENTS_API"]}/${path}`)).status);
    }
    return found;
  });
  expect(statuses).toEqual([200, 500, 200]);
});

test("another seed gives other events", async () => {
  const ask = (seed: number) =>
    within({ needs: ["events"], seed }, async () => (await fetch(`${env["EVENTS_API"]}/events`)).text());
  expect(await ask(0)).toBe(await ask(0));
  expect(await ask(7)).not.toBe(await ask(0));
});
