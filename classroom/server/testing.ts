// For tests: a classroom with a desk of its own, and a way to ask it.

import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { once } from "node:events";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { onTestFinished } from "vitest";
import type { Tokens } from "@daglings/live";
import type { Entry } from "../shared/record.ts";
import type { Desk } from "./desk.ts";
import { openClassroom, type ClassroomOptions } from "./open-classroom.ts";

export const plainDesk: Desk = {
  progress: () => ({ current: null, lessons: {} }),
  ownFile: () => null,
  begin: () => Promise.resolve(),
  check: () => Promise.reject(new Error("nothing is checked here")),
  hint: () => Promise.resolve({ check: null, hint: null, step: 0, of: 0 }),
  handout: ({ name }) => Promise.resolve(`<!DOCTYPE html><h1>${name}</h1>`),
  markdownHtml: (markdown) => `<p>${markdown.length}</p>`,
  highlight: (code) => code.replaceAll("<", "&lt;"),
  compare: () => [],
};

interface Told {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface TestRoom {
  readonly folder: string;
  readonly port: number;
  readonly ask: (method: string, path: string, more?: More) => Promise<Told>;
  readonly json: (method: string, path: string, more?: More) => Promise<unknown>;
  /** Runs a lesson to its end. */
  readonly play: (lesson: string, body: object) => Promise<{ id: string; entries: readonly Entry[] }>;
}

interface More {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "daglings-classroom-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

export async function openTestRoom(
  options: Partial<ClassroomOptions> & { readonly tokens?: Tokens | null } = {},
): Promise<TestRoom> {
  const folder = temporaryFolder();
  const pageFolder = temporaryFolder();
  writeFileSync(join(pageFolder, "index.html"), "<!doctype html><title>page</title>");
  const room = await openClassroom({
    desk: plainDesk,
    pageFolder,
    runsFolder: folder,
    port: 0,
    host: "127.0.0.1",
    tokens: null,
    door: { address: () => null, token: null },
    ...options,
  });
  onTestFinished(() => room.close());
  const port = Number(new URL(room.address).port);
  const ask = async (method: string, path: string, { body, headers = {} }: More = {}): Promise<Told> => {
    const asked = request({ host: "127.0.0.1", port, method, path, headers });
    asked.end(body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body));
    const [answer] = (await once(asked, "response")) as [IncomingMessage];
    return { status: answer.statusCode ?? 0, headers: answer.headers, text: await text(answer) };
  };
  const json = async (method: string, path: string, more?: More) =>
    JSON.parse((await ask(method, path, more)).text) as unknown;
  return {
    folder,
    port,
    ask,
    json,
    async play(lesson, body) {
      const { id } = (await json("POST", `/api/lessons/${lesson}/runs`, { body })) as { id: string };
      const { text: stream } = await ask("GET", `/api/runs/${id}/entries`);
      return { id, entries: entriesIn(stream) };
    },
  };
}

export function entriesIn(stream: string): Entry[] {
  return stream
    .split("\n")
    .filter((line) => line.startsWith("data: ["))
    .flatMap((line) => JSON.parse(line.slice("data: ".length)) as Entry[]);
}
