import { once } from "node:events";
import { createServer } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { EnvironmentError } from "./errors.ts";
import { explainListenError, portHolder as holderOf, type Place } from "./port-holder.ts";
import { serveForTest, startForTest } from "./testing.ts";

const host = "127.0.0.1";
const airPlay = "macOS's AirPlay Receiver (System Settings → General → AirDrop & Handoff switches it off)";

/** A busy machine may keep it waiting. */
const portHolder = (place: Place, own: Parameters<typeof holderOf>[1] = {}) =>
  holderOf(place, { patience: 20_000, ...own });

describe("who holds a port", () => {
  test("another events API is known by its health", async () => {
    const { port } = await startForTest();
    expect(await portHolder({ host, port })).toBe("another events API");
    expect(await portHolder({ host: "0.0.0.0", port })).toBe("another events API");
  });

  test("AirPlay is known by its name", async () => {
    const port = await serveForTest((_request, response) => {
      response.writeHead(403, { server: "AirTunes/670.6.2" }).end();
    });
    expect(await portHolder({ host, port }, { platform: "linux" })).toBe(airPlay);
  });

  test("on macOS AirPlay is known by its refusal, too", async () => {
    const port = await serveForTest((_request, response) => {
      response.writeHead(403).end();
    });
    expect(await portHolder({ host, port }, { platform: "darwin" })).toBe(airPlay);
    expect(await portHolder({ host, port }, { platform: "linux" })).toMatch(/^another program/);
  });

  test("a program may say its name", async () => {
    const port = await serveForTest((_request, response) => {
      response.writeHead(404, { server: "Werkzeug/2.3.6 Python/3.8" }).end("<html>");
    });
    expect(await portHolder({ host, port })).toBe(`a program that calls itself "Werkzeug/2.3.6 Python/3.8"`);
  });

  test.each([
    ["linux", (port: number) => `another program (lsof -nP -iTCP:${port} -sTCP:LISTEN shows which)`],
    ["darwin", (port: number) => `another program (lsof -nP -iTCP:${port} -sTCP:LISTEN shows which)`],
    ["win32", (port: number) => `another program (netstat -ano | findstr :${port} shows which)`],
  ] as const)("otherwise a command that shows it is named on %s", async (platform, expected) => {
    const port = await serveForTest((_request, response) => {
      response.end("hello");
    });
    expect(await portHolder({ host, port }, { platform })).toBe(expected(port));
  });

  test("a program that does not speak HTTP is just another program", async () => {
    const server = createServer((socket) => socket.end("220 mail.example.com ESMTP\r\n")).listen(0, host);
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    expect(await portHolder({ host, port })).toMatch(/^another program/);
  });

  test("a program that does not answer is not waited for", async () => {
    const port = await serveForTest(() => undefined);
    expect(await portHolder({ host, port }, { patience: 1 })).toMatch(/^another program/);
  });
});

describe("an error of listening", () => {
  const failure = (code: string) => Object.assign(new Error(`listen ${code}`), { code });

  test("says what to do about a taken port", async () => {
    const { port } = await startForTest();
    const error = await explainListenError(failure("EADDRINUSE"), { host, port });
    expect(error).toEqual(
      new EnvironmentError(
        `port ${port} on 127.0.0.1 is taken by another events API; choose another one: ` +
          `pnpm events-api --port ${port + 1}, and tell the lessons with EVENTS_API=http://127.0.0.1:${port + 1}`,
      ),
    );
  });

  test.each([80, 65_535])("says what to do about a forbidden port: %i", async (port) => {
    const error = await explainListenError(failure("EACCES"), { host, port });
    expect(error).toEqual(
      new EnvironmentError(
        `port ${port} on 127.0.0.1 is not open to you; choose another one: ` +
          "pnpm events-api --port 5001, and tell the lessons with EVENTS_API=http://127.0.0.1:5001",
      ),
    );
  });

  test.each(["EADDRNOTAVAIL", "ENOTFOUND"])("says what to do about a wrong host: %s", async (code) => {
    const error = await explainListenError(failure(code), { host: "192.0.2.1", port: 5000 });
    expect(error).toEqual(
      new EnvironmentError(
        `host "192.0.2.1" is not an address of this machine; use 127.0.0.1, or 0.0.0.0 for all of its addresses`,
      ),
    );
  });

  test("stays as it is if the machine is not the reason", async () => {
    const error = new TypeError("a bug");
    expect(await explainListenError(error, { host, port: 5000 })).toBe(error);
  });
});
