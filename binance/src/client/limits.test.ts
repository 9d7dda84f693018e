// What a broken exchange, or something that only looks like one, may do to a task: nothing for long, and nothing large.
// Against a server that sends raw bytes, since these faults are below HTTP.

import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { BinanceClient } from "./client.ts";
import type { ClientOptions } from "./request.ts";

await import("undici"); // now: a client whose time is short has none for that

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** `answers`: what each connection gets after its request; the last one is for all further connections. */
async function clientOf(
  answers: readonly ((socket: Socket) => void)[],
  own: ClientOptions = {},
): Promise<{ client: BinanceClient; asked: () => number }> {
  let asked = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {}); // the client goes away in the middle
    socket.once("data", () => answers[Math.min(asked++, answers.length - 1)]?.(socket));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const client = new BinanceClient({ url: `http://127.0.0.1:${port}`, longestWait: 10, ...own });
  closers.push(async () => {
    for (const socket of sockets) socket.destroy();
    await client.close();
    await once(server.close(), "close");
  });
  return { client, asked: () => asked };
}

const chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n";
const head = (length: number) => `HTTP/1.1 200 OK\r\ncontent-length: ${length}\r\nconnection: close\r\n\r\n`;

test("an answer that comes drop by drop is given up when the total time is over", async () => {
  const drip = (socket: Socket) => {
    socket.write(`${head(1000)}{`);
    const dripping = setInterval(() => socket.write(" "), 20);
    socket.on("close", () => clearInterval(dripping));
  };
  const { client, asked } = await clientOf([drip], { totalTimeout: 500 });
  await expect(client.ping()).rejects.toMatchObject({ reason: "timeout", isWorthRetrying: true });
  expect(asked()).toBe(1);
});

test("an endless answer is given up before it fills the memory, and not asked for again", async () => {
  const part = " ".repeat(100_000);
  let sent = 0;
  const flood = (socket: Socket) => {
    socket.write(head(1e12));
    const pour = () => {
      while (!socket.destroyed && socket.write(part)) sent += part.length;
    };
    socket.on("drain", pour);
    pour();
  };
  const { client, asked } = await clientOf([flood]);
  await expect(client.ping()).rejects.toThrow(
    /answered \/api\/v3\/ping with more than 2000000 characters; check that BINANCE_URL names an exchange/,
  );
  expect(asked()).toBe(1);
  expect(sent).toBeLessThan(20_000_000);
});

test.each([
  ["of known length", `${head(40)}{ "serverTime":`],
  ["of unknown length", `${chunked}f\r\n{ "serverTime": \r\n`],
])("a connection that is reset in the middle of an answer %s is asked again", async (_, half) => {
  const { client, asked } = await clientOf([
    (socket) => void socket.write(half, () => socket.resetAndDestroy()),
    (socket) => void socket.end(half),
    (socket) => void socket.end(`${head(16)}{"serverTime":5}`),
  ]);
  expect((await client.time()).epochMilliseconds).toBe(5);
  expect(asked()).toBe(3);
});
