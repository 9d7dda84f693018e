// For tests: an API before a scheduler whose time is simulated, and a client for it.

import { once } from "node:events";
import { createServer, request, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import {
  apiSignal,
  Asset,
  DAG,
  FunctionOperator,
  Scheduler,
  simulatedClock,
  sqliteStore,
  type AirflowVersion,
} from "@daglings/engine";
import { apiApp } from "./api/app.ts";
import { makeGuard, type Tokens } from "./api/guard.ts";
import type { Hub } from "./api/hub.ts";

export interface TestApi {
  readonly hub: Hub;
  readonly folder: string;
  readonly port: number;
  readonly run: (until: string) => Promise<void>;
  readonly ask: (method: string, path: string, more?: More) => Promise<Told>;
}

interface More {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Told {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
}

export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "daglings-live-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** Two tasks a day since 1 January 2019; the second fails on the 2nd. It is the 4th now. */
function dailyDag(airflow: AirflowVersion): DAG {
  const dag = new DAG({
    airflow,
    dagId: "daily",
    schedule: "@daily",
    startDate: "2019-01-01",
    endDate: "2019-01-05",
    defaultArgs: { retries: 0 },
  });
  const fetch = new FunctionOperator({
    dag,
    taskId: "fetch",
    callable({ log, ds }) {
      log(`fetching ${ds}`);
      return { day: ds };
    },
  });
  const count = new FunctionOperator({
    dag,
    taskId: "count",
    outlets: [new Asset("counts", { watch: apiSignal("ready") })],
    callable({ ds }) {
      if (ds === "2019-01-02") throw new Error("a bad day");
    },
  });
  dag.connect([[fetch, count]]);
  return dag;
}

export async function startTestApi({
  tokens = null,
  host = "127.0.0.1",
  airflow = 2,
  flows,
}: {
  readonly tokens?: Tokens | null;
  readonly host?: string;
  readonly airflow?: AirflowVersion;
  readonly flows?: Hub["flows"];
} = {}): Promise<TestApi> {
  const folder = temporaryFolder();
  const dag = dailyDag(airflow);
  const store = sqliteStore(join(folder, "daglings.db"), { synchronous: "NORMAL" });
  const listeners = new Set<() => void>();
  const clock = simulatedClock({ from: "2019-01-04T05:00Z" });
  const scheduler = new Scheduler({
    dags: [dag],
    store,
    clock,
    logsFolder: join(folder, "logs"),
    onEvent: () => {
      for (const hear of listeners) hear();
    },
  });
  const hub: Hub = {
    dags: scheduler.dags,
    scheduler,
    store,
    filesFolder: folder,
    now: () => clock.now(),
    flows,
    onEvents(hear) {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
  };
  const server = createServer(apiApp(hub, makeGuard({ tokens, host }), "0.0.0"));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await scheduler.close();
    store.close();
  });
  return {
    hub,
    folder,
    port,
    run: (until) => scheduler.run({ until }),
    ask: (method, path, more) => ask(port, method, path, more),
  };
}

async function ask(port: number, method: string, path: string, { body, headers }: More = {}): Promise<Told> {
  const sent = request({ port, host: "127.0.0.1", method, path, headers });
  if (body !== undefined) sent.write(typeof body === "string" ? body : JSON.stringify(body));
  sent.end();
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  const answer = await text(response);
  const isJson = response.headers["content-type"]?.startsWith("application/json") ?? false;
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text: answer,
    json: isJson ? (JSON.parse(answer) as Record<string, unknown>) : {},
  };
}
