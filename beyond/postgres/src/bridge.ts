// A synchronous door to PostgreSQL. The driver works in its own thread; this one asks, and stands still until the answer is
// there, as it does with SQLite. That way the Store stays synchronous, and so do the templates that read it.

import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import { asError } from "@daglings/engine";
import type { DatabaseUrl } from "./database-url.ts";
import { told, type Failure } from "./trouble.ts";

export type Value = string | number | boolean | null;
export type Row = Readonly<Record<string, unknown>>;

export interface Question {
  readonly sql: string;
  readonly values: readonly Value[];
  /** How long a question may be repeated after the connection was lost, in milliseconds. */
  readonly patience: number;
}

export type Answer = { readonly rows: readonly Row[] } | { readonly failure: Failure };

export interface Bridge {
  /** Fields are named in camelCase; JSON is parsed, and integers are numbers. */
  readonly ask: <T extends object>(sql: string, ...values: Value[]) => T[];
  /** From now on a lost connection is made again: every question must be safe to ask twice. */
  endure(patience: number): void;
  close(): void;
}

/** How long the server may take for one answer, not counting the time for making the connection again. */
const answerTime = 30_000;

export function openBridge(url: DatabaseUrl, { readOnly }: { readonly readOnly: boolean }): Bridge {
  const bell = new Int32Array(new SharedArrayBuffer(4));
  const { port1: port, port2 } = new MessageChannel();
  const thread = new Worker(new URL("./thread.ts", import.meta.url), {
    workerData: { url: url.whole, readOnly, bell, port: port2 },
    transferList: [port2],
    execArgv: [],
  });
  thread.on("error", (error) => {
    lost ??= asError(error);
  });
  thread.unref(); // so that a process that forgets to close its store still ends
  port.unref();
  let patience = 0;
  let lost: Error | undefined;

  function wait(question: Question): Answer {
    Atomics.store(bell, 0, 0);
    port.postMessage(question);
    Atomics.wait(bell, 0, 0, question.patience + answerTime);
    const received = receiveMessageOnPort(port);
    if (received) return received.message as Answer;
    void thread.terminate();
    return {
      failure: { code: "NO_ANSWER", message: `no answer for ${answerTime / 1000} s`, isRefused: false },
    };
  }

  return {
    ask<T extends object>(sql: string, ...values: Value[]): T[] {
      if (lost) throw lost;
      const answer = wait({ sql, values: values.map(storable), patience });
      if ("rows" in answer) return answer.rows as T[];
      const error = told(url, answer.failure, patience);
      if (!answer.failure.isRefused) lost = error;
      throw error;
    },
    endure(milliseconds) {
      patience = milliseconds;
    },
    close() {
      lost ??= new Error(`${url.shown}: this store is closed`);
      port.close();
      void thread.terminate();
    },
  };
}

/** Texts in PostgreSQL cannot contain the character 0, nor half of a surrogate pair. */
export function storable<T>(value: T): T | string {
  return typeof value === "string" ? value.toWellFormed().replaceAll("\0", "\u2400") : value;
}
