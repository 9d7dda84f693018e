// For tests: a telephone for tasks. A test waits until a task calls, and knows that the task, with every process that
// holds its end of the line, is gone when the line goes dead: no other sign of that is as sure, and none needs a watch.

import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import process from "node:process";
import { createInterface } from "node:readline";

export interface Call {
  /** The first line that the caller said. */
  readonly words: string;
  /** Lets a caller go on who waits for an answer. */
  readonly answer: () => void;
  /** Nobody holds the other end any more. */
  readonly dead: Promise<void>;
}

export interface Telephone {
  readonly port: number;
  /** The calls in the order in which they came. */
  readonly nextCall: () => Promise<Call>;
  readonly close: () => Promise<void>;
}

export async function installTelephone(): Promise<Telephone> {
  const sockets = new Set<Socket>();
  const calls: Call[] = [];
  let rung = Promise.withResolvers<void>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const dead = new Promise<void>((resolve) => {
      socket.on("error", () => {}); // a caller that is killed hangs up rudely
      socket.on("close", () => {
        sockets.delete(socket);
        resolve();
      });
    });
    createInterface({ input: socket }).once("line", (words) => {
      calls.push({ words, answer: () => void socket.write("go on\n"), dead });
      rung.resolve();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async nextCall() {
      for (let call = calls.shift(); ; call = calls.shift()) {
        if (call) return call;
        rung = Promise.withResolvers();
        await rung.promise;
      }
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** Vitest takes a rejection that nobody awaits for a failed test. If a test is about one, Vitest must not see it. */
export function silenceVitest(): () => void {
  const all = process.listeners("unhandledRejection");
  const isVitest = (listener: NodeJS.UnhandledRejectionListener) => !listener.name.startsWith("hear");
  const silenced = all.filter(isVitest);
  for (const listener of silenced) process.off("unhandledRejection", listener);
  return () => {
    for (const listener of silenced) process.on("unhandledRejection", listener);
  };
}
