// The thread that holds the connection. It answers one question after another, and restores a lost connection.

import { setTimeout as wait } from "node:timers/promises";
import { workerData, type MessagePort } from "node:worker_threads";
import postgres from "postgres";
import type { Answer, Question, Row } from "./bridge.ts";
import { schema } from "./schema.ts";
import type { Failure } from "./trouble.ts";

const { url, readOnly, bell, port } = workerData as {
  readonly url: string;
  readonly readOnly: boolean;
  readonly bell: Int32Array<SharedArrayBuffer>;
  readonly port: MessagePort;
};

const int8 = 20;
const pause = 250;

const sql = postgres(url, {
  max: 1,
  fetch_types: false,
  connect_timeout: 10,
  backoff: () => 0, // it waits here, below
  onnotice() {},
  transform: { column: { from: postgres.toCamel } },
  types: { int8: { to: int8, from: [int8], parse: Number, serialize: String } },
  connection: {
    application_name: "daglings",
    search_path: schema,
    ...(readOnly && { default_transaction_read_only: true }),
  },
});

port.on("message", (question: Question) => {
  void answer(question).then((found) => {
    port.postMessage(found);
    Atomics.store(bell, 0, 1);
    Atomics.notify(bell, 0);
  });
});

async function answer({ sql: text, values, patience }: Question): Promise<Answer> {
  const over = patience === 0 ? AbortSignal.abort() : AbortSignal.timeout(patience);
  for (;;) {
    try {
      const rows = await sql.unsafe<Row[]>(text, [...values], { prepare: values.length > 0 });
      return { rows: [...rows] };
    } catch (thrown) {
      const failure = failureOf(thrown);
      if (!mayPass(failure) || over.aborted) return { failure };
      await wait(pause);
    }
  }
}

function failureOf(thrown: unknown): Failure {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const code = "code" in error ? String(error.code) : "";
  return { code, message: error.message, isRefused: "severity" in error && !isEnding.test(code) };
}

/** The server is shutting down, or is not ready yet. */
const isEnding = /^(08...|57P0[1235])$/;
/** Another transaction may have been in the way, or another client has taken the last place. */
const isBusy = /^(40001|40P01|53300)$/;

function mayPass({ code, isRefused }: Failure): boolean {
  return !isRefused || isBusy.test(code);
}
