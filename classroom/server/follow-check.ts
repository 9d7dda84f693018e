// A student's own version, judged at once, and again each time that its file is saved. A page that comes back, and has the
// verdicts on the file as it is, is spared another check.

import type { Request, Response } from "express";
import { stampOf, watchFile } from "@daglings/live";
import type { LessonEntry } from "@daglings/stage";
import { UsageError } from "@daglings/words";
import type { CheckNews } from "../shared/answers.ts";
import type { Desk } from "./desk.ts";
import { lastHeard, openStream } from "./stream.ts";

export function followCheck(desk: Desk, entry: LessonEntry, request: Request, response: Response): void {
  const file = desk.ownFile(entry);
  if (file === null) throw new UsageError(`lesson ${entry.number} is not begun yet; begin it first`);
  const stream = openStream(response);
  // Only a verdict has an id: after anything else the page has none, and a page that comes back is judged anew.
  const tell = (news: CheckNews, stamp = "") => stream.send(JSON.stringify(news), stamp);
  let latest = new AbortController();
  const check = async () => {
    latest.abort();
    latest = new AbortController();
    const { signal } = latest;
    const stamp = stampOf(file) ?? "";
    tell({ type: "checking" });
    try {
      const result = await desk.check(entry, signal);
      if (!signal.aborted) tell({ type: "result", result }, stamp);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (!signal.aborted) tell({ type: "trouble", message });
    }
  };
  const stop = watchFile(file, { poll: false }, () => void check());
  request.once("close", () => {
    stop();
    latest.abort();
  });
  const stamp = stampOf(file);
  if (stamp !== null && stamp === lastHeard(request)) tell({ type: "unchanged" }, stamp);
  else void check();
}
