// Sends requests to a server over HTTP, as fast as it answers or this many a second, in a process of its own, because
// sending takes time, too. Prints the result as JSON.

import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { argv } from "node:process";
import { setTimeout as wait } from "node:timers/promises";

export interface LoadOrder {
  readonly url: string;
  readonly seconds: number;
  /** Requests a second; null: as many as are answered. */
  readonly rate: number | null;
}

export interface LoadReport {
  readonly requests: number;
  readonly seconds: number;
}

/** How many clients send requests at once. */
const clients = 16;

/** Sends a request and waits for its answer, on a connection that stays open. Node's own client would be too slow. */
async function ask(socket: Socket, request: string): Promise<void> {
  socket.write(request);
  let answer = "";
  for (;;) {
    const [part] = (await once(socket, "data")) as [Buffer];
    answer += part.toString("latin1");
    const bodyAt = answer.indexOf("\r\n\r\n") + 4;
    const [, length] = /content-length: (\d+)/i.exec(answer) ?? [];
    if (bodyAt < 4 || length === undefined || answer.length < bodyAt + Number(length)) continue;
    if (!answer.startsWith("HTTP/1.1 200 ")) throw new Error(answer);
    return;
  }
}

async function load({ url, seconds, rate }: LoadOrder): Promise<LoadReport> {
  const { hostname, port, pathname, search, host } = new URL(url);
  const request = `GET ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
  const began = performance.now();
  const elapsed = () => (performance.now() - began) / 1000;
  let requests = 0;
  const client = async () => {
    const socket = connect(Number(port), hostname);
    await once(socket, "connect");
    while (elapsed() < seconds) {
      if (rate !== null && requests >= elapsed() * rate) {
        await wait(1);
        continue;
      }
      requests++;
      await ask(socket, request);
    }
    socket.destroy();
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { requests, seconds: elapsed() };
}

console.log(JSON.stringify(await load(JSON.parse(argv[2] ?? "{}") as LoadOrder)));
