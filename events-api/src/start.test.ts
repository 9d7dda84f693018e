import { once } from "node:events";
import { Agent, get, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { platform } from "node:process";
import { expect, test } from "vitest";
import { startEventsApi } from "./start.ts";
import { startForTest } from "./testing.ts";

test("each API has a port of its own, on 127.0.0.1", async () => {
  const [one, other] = [await startForTest(), await startForTest()];
  expect(one.port).not.toBe(other.port);
  expect(one.url).toBe(`http://127.0.0.1:${one.port}`);
});

// macOS has no second address of its own.
test.skipIf(platform === "darwin")("no other address of the machine reaches it", async () => {
  const { port } = await startForTest();
  await expect(fetch(`http://127.0.0.2:${port}/health`)).rejects.toThrow("fetch failed");
});

test("one that listens everywhere is named by this machine's own address", async () => {
  const { url, port } = await startForTest({ host: "0.0.0.0" });
  expect(url).toBe(`http://127.0.0.1:${port}`);
  expect((await fetch(`${url}/health`)).status).toBe(200);
});

test("a taken port is an error", async () => {
  const { port } = await startForTest();
  await expect(startEventsApi({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
});

test.each([
  [{ seed: 0.5 }, "seed is 0.5; it must be a whole number from -9007199254740991 to 9007199254740991"],
  [{ keep: -1 }, "keep is -1; it must be a whole number from 0 to 9007199254740991"],
  [{ keep: Infinity }, "keep is Infinity; it must be a whole number from 0 to 9007199254740991"],
])("%j is an error", async (options, message) => {
  await expect(startEventsApi(options)).rejects.toThrow(new RangeError(message));
});

test("close ends connections that are kept alive, and frees the port", async () => {
  const api = await startEventsApi();
  const agent = new Agent({ keepAlive: true });
  const [response] = (await once(get(`${api.url}/health`, { agent }), "response")) as [IncomingMessage];
  response.resume();
  await once(agent, "free");
  const silent = connect(api.port, "127.0.0.1");
  await once(silent, "connect");
  const ended = once(silent, "close");

  await api.close();
  await ended;
  agent.destroy();
  const next = await startForTest({ port: api.port });
  expect(next.port).toBe(api.port);
});

test("close may be called twice", async () => {
  const api = await startEventsApi();
  await Promise.all([api.close(), api.close()]);
  await expect(api.close()).resolves.toBeUndefined();
});
