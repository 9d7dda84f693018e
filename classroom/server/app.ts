// The classroom's HTTP side: the page, the course, runs and what they leave, checks, and a way through to the scheduler.
// Every refusal is a status and one sentence.

import express, { type Express, type Request, type Response } from "express";
import { answerErrors, Refusal, type Guard } from "@daglings/live";
import { findLesson, isScript, readLesson, givenFile } from "@daglings/stage";
import { parseInstant, UsageError } from "@daglings/words";
import type { InputsAnswer, RunAnswer } from "../shared/answers.ts";
import { codeOf } from "./code.ts";
import { courseAnswer, lessonAnswer } from "./course.ts";
import type { Desk } from "./desk.ts";
import { followCheck } from "./follow-check.ts";
import { passOn, type SchedulerDoor } from "./live-door.ts";
import { cookieOf, tokenCookie } from "./token-cookie.ts";
import { readLog, readMail, readVersion } from "./run-files.ts";
import { lineageIn } from "./run-lineage.ts";
import type { LessonRuns, RecordedLesson } from "./runs.ts";
import { lastHeard, openStream } from "./stream.ts";
import { readWanted } from "./wanted.ts";

export interface AppOptions {
  readonly desk: Desk;
  readonly runs: LessonRuns;
  readonly guard: Guard;
  /** Where the built page is. */
  readonly pageFolder: string;
  readonly door: SchedulerDoor;
  readonly needsToken: boolean;
}

/** Scripts and styles are the page's own files alone. A mail is shown in a frame that may do nothing. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** What a mail or the handout brings along may set its colours, and do nothing else: no script, no picture from elsewhere, no form. */
const paperPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'self'";

const mostBody = 64 * 1024;

export function classroomApp(options: AppOptions): Express {
  const { desk, runs, guard, pageFolder, door, needsToken } = options;
  const app = express();
  app.disable("x-powered-by");
  app.set("query parser", "simple");
  app.use((request, response, next) => {
    response.set({
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "no-referrer",
      "Cross-Origin-Opener-Policy": "same-origin",
      "Content-Security-Policy": policy,
      "Cache-Control": "no-store",
    });
    const token = cookieOf(request);
    if (token !== null && request.get("Authorization") === undefined) {
      request.headers.authorization = `Bearer ${token}`;
    }
    // The scheduler's API has rules of its own: here the method says who may act.
    guard.admit(request, request.method === "GET" || request.method === "HEAD" ? "viewer" : "operator");
    next();
  });
  if (needsToken) app.get("/", tokenCookie);
  app.use("/api/live", (request, response) => passOn(door, request, response));
  app.use(express.json({ limit: mostBody, strict: true, type: () => true }));

  app.get("/api/course", async (request, response) => {
    response.json(await courseAnswer(desk, needsToken && !mayAct(guard, request)));
  });
  app.get("/api/lessons/:lesson", async (request, response) => {
    response.json(await lessonAnswer(findLesson(request.params.lesson), desk));
  });
  app.get("/api/lessons/:lesson/code", async (request, response) => {
    const which = textIn(request, "which") ?? "lesson";
    response.json(await codeOf(findLesson(request.params.lesson), which, desk));
  });
  app.post("/api/lessons/:lesson/begin", async (request, response) => {
    const entry = findLesson(request.params.lesson);
    await desk.begin(entry, AbortSignal.timeout(60_000));
    response.status(201).json(await lessonAnswer(entry, desk));
  });
  app.get("/api/lessons/:lesson/check", (request, response) => {
    followCheck(desk, findLesson(request.params.lesson), request, response);
  });
  app.post("/api/lessons/:lesson/hint", async (request, response) => {
    response.json(await desk.hint(findLesson(request.params.lesson), AbortSignal.timeout(60_000)));
  });

  app.get("/api/lessons/:lesson/handout", async (request, response) => {
    const page = await desk.handout(findLesson(request.params.lesson), AbortSignal.timeout(60_000));
    response.set("Content-Security-Policy", paperPolicy).type("html").send(page);
  });

  app.post("/api/lessons/:lesson/runs", async (request, response) => {
    const entry = findLesson(request.params.lesson);
    const lesson = await readLesson(entry);
    const { variant, isOwn, executor, airflow } = readWanted(request.body as unknown, lesson);
    const scenario = { ...lesson.scenario, ...(variant === null ? {} : lesson.variants[variant]?.scenario) };
    const file = isOwn ? desk.ownFile(entry) : null;
    if (isOwn && file === null)
      throw new UsageError(`lesson ${entry.number} is not begun yet; begin it first`);
    if (!isOwn && variant === null && !isScript(entry)) givenFile(entry);
    const run = runs.start({
      lesson: entry.name,
      ...(variant === null ? {} : { variant }),
      ...(file === null ? {} : { file }),
      executor,
      airflow,
      begun: {
        lesson: entry.name,
        variant,
        isOwn,
        executor,
        airflow,
        clock: { from: instantOf(scenario.from), until: instantOf(scenario.until) },
      },
    });
    response.status(201).json({ id: run.id, begun: null, ended: null } satisfies RunAnswer);
  });
  app.get("/api/runs", (_request, response) => {
    response.json({ runs: runs.list() });
  });
  app.get("/api/runs/:id/entries", (request, response) => {
    followRun(findRun(runs, request.params.id), request, response);
  });
  app.post("/api/runs/:id/stop", (request, response) => {
    const run = findRun(runs, request.params.id);
    response.json({ stopped: runs.stop(run.id) });
  });
  app.get("/api/runs/:id/inputs", (request, response) => {
    const inputs = findRun(runs, request.params.id).inputsOf(numberIn(request, "run"));
    response.json({ inputs } satisfies InputsAnswer);
  });
  app.get("/api/runs/:id/log", (request, response) => {
    response.json(readLog(findRun(runs, request.params.id), attemptIn(request)));
  });
  app.get("/api/runs/:id/lineage", (request, response) => {
    response.json(lineageIn(findRun(runs, request.params.id), textIn(request, "name")));
  });
  app.get("/api/runs/:id/versions/:version", (request, response) => {
    const bytes = numberIn(request, "bytes");
    const content = readVersion(findRun(runs, request.params.id), request.params.version).subarray(0, bytes);
    response.set("Content-Disposition", "attachment").type("application/octet-stream").send(content);
  });
  app.get("/api/runs/:id/mails/:file", (request, response) => {
    const { html: _, ...mail } = readMail(findRun(runs, request.params.id), request.params.file);
    response.json(mail);
  });
  app.get("/api/runs/:id/mails/:file/html", (request, response) => {
    const { html } = readMail(findRun(runs, request.params.id), request.params.file);
    response
      .set("Content-Security-Policy", paperPolicy)
      .type("html")
      .send(html ?? "");
  });

  app.use("/api", (request) => {
    throw new Refusal(404, `there is nothing at ${request.method} /api${request.path}`);
  });
  app.use(express.static(pageFolder, { index: "index.html", dotfiles: "ignore", cacheControl: false }));
  app.use((request) => {
    throw new Refusal(404, `there is nothing at ${request.path}; the page is at /`);
  });
  app.use(answerErrors({ server: "the classroom", mostBody }));
  return app;
}

function mayAct(guard: Guard, request: Request): boolean {
  try {
    guard.admit(request, "operator");
    return true;
  } catch {
    return false;
  }
}

function findRun(runs: LessonRuns, id: string): RecordedLesson {
  const run = runs.find(id);
  if (run) return run;
  throw new Refusal(404, `there is no run "${id}" any more; only the latest are kept`);
}

function textIn(request: Request, name: string): string | undefined {
  const given = request.query[name];
  return typeof given === "string" ? given : undefined;
}

function attemptIn(request: Request) {
  const taskId = textIn(request, "task");
  if (taskId === undefined) throw new Refusal(400, `"task" is missing; name a task`);
  return { run: numberIn(request, "run"), taskId, tryNumber: numberIn(request, "try") };
}

function numberIn(request: Request, name: string): number {
  const given = textIn(request, name) ?? "";
  if (/^\d{1,9}$/.test(given)) return Number(given);
  throw new Refusal(400, `"${name}" is "${given}"; it must be a whole number`);
}

function instantOf(text: string): number {
  return parseInstant(text, "UTC", "the scenario").epochMilliseconds;
}

/** Entry by entry. A page that was cut off says which was its last, and hears all that came after it. */
function followRun(run: RecordedLesson, request: Request, response: Response): void {
  const from = lastHeard(request) ?? "-1";
  if (!/^-?\d{1,9}$/.test(from)) throw new Refusal(400, `"after" is "${from}"; it must be a whole number`);
  let next = Math.max(0, Number(from) + 1);
  const stream = openStream(response);
  const send = () => {
    while (next < run.lines.length) {
      const lines = run.lines.slice(next, next + 500);
      next += lines.length;
      stream.send(`[${lines.join(",")}]`, next - 1);
    }
    if (run.isOver) stream.end("over");
  };
  const stop = run.follow(send);
  response.once("close", stop);
  send();
}
