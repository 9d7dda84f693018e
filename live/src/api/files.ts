// What runs have left: the logs of attempts, and the files in the working folder. Nothing outside of these is read,
// whatever a path or a link says.

import { createReadStream, existsSync, lstatSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Response } from "express";
import { instantText } from "./answers.ts";
import type { Asked, Endpoint } from "./endpoint.ts";
import { findRun, type Hub } from "./hub.ts";
import { Refusal } from "./refusal.ts";
import { listOf, options, refer } from "./schema.ts";

const mostFiles = 10_000;
/** The most that one answer returns: a reader asks for the rest by range. */
const mostBytes = 16 * 1024 * 1024;
const hidden = /^(\.|daglings\.db)/;

export const fileEndpoints: readonly Endpoint[] = [
  {
    method: "get",
    path: "/api/dags/{dagId}/runs/{runId}/tasks/{taskId}/attempts/{tryNumber}/log",
    access: "viewer",
    summary: "Read the log of an attempt",
    headers: { Range: { type: "string", description: "bytes=1000- reads on from there" } },
    answer: {
      status: 200,
      description: "The log, or a part of it.",
      contentType: "text/plain; charset=utf-8",
    },
    handle: sendLog,
  },
  {
    method: "get",
    path: "/api/files",
    access: "viewer",
    summary: "List the files that tasks have left",
    answer: {
      status: 200,
      description: "Files below the working folder, by path.",
      schema: options({ files: listOf(refer("File")) }, ["files"]),
    },
    handle: ({ hub }) => ({ files: listFiles(hub) }),
  },
  {
    method: "get",
    path: "/api/files/{*path}",
    access: "viewer",
    summary: "Read a file that tasks have left",
    headers: { Range: { type: "string", description: "bytes=1000- reads on from there" } },
    answer: { status: 200, description: "The file.", contentType: "application/octet-stream" },
    handle({ hub, path: { path = "" }, request, response }) {
      return sendPart(fileBelow(hub, path), "application/octet-stream", request.get("Range"), response);
    },
  },
];

async function sendLog({ hub, path, request, response }: Asked): Promise<void> {
  const { dagId = "", runId = "", taskId = "", tryNumber = "" } = path;
  findRun(hub, dagId, runId);
  const attempt = hub.store
    .listAttempts({ dagId, runId })
    .find((each) => each.taskId === taskId && String(each.tryNumber) === tryNumber);
  const file = attempt?.logFile;
  if (!attempt) throw new Refusal(404, `run "${runId}" has no attempt ${tryNumber} of task "${taskId}"`);
  if (!file || !isFile(file)) throw new Refusal(404, "this attempt has written no log");
  await sendPart(file, "text/plain; charset=utf-8", request.get("Range"), response);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** A link does not count. A name can also be too long for any file. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path).isFile();
  } catch {
    return false;
  }
}

function fileBelow({ filesFolder, filesWithin = "" }: Hub, path: string): string {
  const folder = join(filesFolder, filesWithin);
  const missing = () => new Refusal(404, `there is no file ${path}; GET /api/files lists them`);
  if (path.split("/").some((name) => hidden.test(name)) || path.includes("\0")) throw missing();
  const file = join(filesFolder, path);
  if (!isThere(file)) throw missing();
  const within = relative(realpathSync(folder), realpathSync(file));
  if (within.startsWith("..")) throw missing();
  return file;
}

function listFiles({ filesFolder: folder, filesWithin = "" }: Hub): object[] {
  const found: { path: string; bytes: number; changedAt: string | null }[] = [];
  const top = join(folder, filesWithin);
  if (!existsSync(top)) return found;
  for (const entry of readdirSync(top, { recursive: true, withFileTypes: true })) {
    const path = relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, "/");
    if (!entry.isFile() || path.split("/").some((name) => hidden.test(name))) continue;
    const facts = statSync(join(folder, path), { throwIfNoEntry: false });
    if (facts) found.push({ path, bytes: facts.size, changedAt: instantText(Math.floor(facts.mtimeMs)) });
    if (found.length === mostFiles) break;
  }
  return found.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

async function sendPart(
  file: string,
  type: string,
  range: string | undefined,
  response: Response,
): Promise<void> {
  const { size } = statSync(file);
  const { start, end } = partOf(range, size);
  response.set({
    "Content-Type": type,
    "Accept-Ranges": "bytes",
    "Content-Length": String(end - start),
    "X-Content-Type-Options": "nosniff",
  });
  if (range !== undefined || end < size) {
    response.status(206).set("Content-Range", `bytes ${start}-${Math.max(start, end - 1)}/${size}`);
  }
  if (start === end) return void response.end();
  await pipeline(createReadStream(file, { start, end: end - 1 }), response);
}

/** `end` is not included. */
function partOf(range: string | undefined, size: number): { readonly start: number; readonly end: number } {
  if (range === undefined) return { start: 0, end: Math.min(size, mostBytes) };
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? [];
  if (first === "" && last === "") throw new Refusal(416, `Range "${range}" is not known; write bytes=0-999`);
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  if (start > size) throw new Refusal(416, `this file ends at byte ${size}; ask from there for what follows`);
  const end = first === "" || last === "" ? size : Math.min(size, Number(last) + 1);
  return { start, end: Math.max(start, Math.min(end, start + mostBytes)) };
}
