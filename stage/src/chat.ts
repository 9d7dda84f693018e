// A chat for one lesson: it takes messages by webhook, as Slack and its kin do, from anyone who knows its secret. And it
// keeps an eye on that secret.

import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { getBuiltinModule } from "node:process";
import { text } from "node:stream/consumers";
import type { RunFolder } from "./run-folder.ts";
import { commandsWith, filesWith } from "./secret-search.ts";

// An import of node:http would load undici as well, which takes as long as all of Node.
const { createServer } = getBuiltinModule("node:http");

export interface ChatMessage {
  readonly text: string;
  /** By the clock that was given. */
  readonly at: number;
}

export interface Chat {
  /** With its secret: http://bot:…@127.0.0.1:…/hooks/stats */
  readonly connection: string;
  /** In the order in which they came; messages of one instant by their text. */
  readonly messages: readonly ChatMessage[];
  /** Files in the run's folder, and the command lines that were seen while a message came. */
  searchForSecret(folder: RunFolder): string[];
  close(): Promise<void>;
}

export interface ChatOptions {
  readonly now: () => number;
  /** Each message when it comes for the first time, or whenever it comes. */
  readonly refuses: "never" | "once" | "always";
}

const path = "/hooks/stats";

export async function openChat({ now, refuses }: ChatOptions): Promise<Chat> {
  const secret = randomBytes(16).toString("hex");
  const messages: ChatMessage[] = [];
  const commands = new Set<string>();
  const heard = new Set<string>();

  const receive = async (request: IncomingMessage): Promise<[status: number, answer: string]> => {
    for (const command of commandsWith(secret)) commands.add(command);
    const body = await text(request);
    if (request.method !== "POST" || request.url !== path) return [404, `there is only POST ${path}`];
    if (request.headers.authorization !== `Bearer ${secret}`) return [401, "who are you?"];
    const message = messageIn(body);
    if (message === null) return [400, 'send {"text": "…"}'];
    const isNew = !heard.has(message);
    heard.add(message);
    if (refuses === "always" || (refuses === "once" && isNew)) return [429, "busy, try again later"];
    messages.push({ text: message, at: now() });
    return [200, "ok"];
  };

  const server = createServer((request, response) => {
    void receive(request).then(([status, answer]) => response.writeHead(status).end(answer));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the chat has no port");
  return {
    connection: `http://bot:${secret}@127.0.0.1:${address.port}${path}`,
    get messages() {
      return messages.toSorted((a, b) => a.at - b.at || (a.text < b.text ? -1 : 1));
    },
    searchForSecret: (folder) => [
      ...filesWith(secret, folder),
      ...[...commands].map((name) => `the command line of ${name}`),
    ],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function messageIn(body: string): string | null {
  try {
    const { text: message } = JSON.parse(body) as { readonly text?: unknown };
    return typeof message === "string" ? message : null;
  } catch {
    return null;
  }
}
