// In Airflow 3 the scheduler carries out a backfill, and tasks talk to the API. All runs are made before the scheduler
// starts, because SQLite allows one writer at a time; they wait until their DAG is unpaused.

import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "../bench/free-port.ts";
import { isOver, type AirflowHome, type Started } from "./airflow-home.ts";
import { waitingFor } from "./database.ts";
import { untilOver, type Order, type Runner } from "./runner.ts";

type Ask = (method: "POST" | "PATCH", path: string, body: object) => Promise<void>;

export async function runner3(home: AirflowHome, orders: readonly Order[]): Promise<Runner> {
  const port = await freePort();
  Object.assign(home.variables, {
    AIRFLOW__API__HOST: "127.0.0.1", // because everybody may do everything there
    AIRFLOW__API__PORT: String(port),
    AIRFLOW__API__WORKERS: "1",
    AIRFLOW__API_AUTH__JWT_SECRET: randomBytes(32).toString("hex"),
    AIRFLOW__CORE__EXECUTION_API_SERVER_URL: `http://127.0.0.1:${port}/execution/`,
    AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS: "True",
  });
  await home.airflow("dags", "reserialize");
  const started = [home.start("api-server", "--port", String(port))];
  const processes = () => started.map(({ child }) => child);
  const close = async () => void (await Promise.all(started.map((each) => each.end())));
  try {
    const ask = await openApi(`http://127.0.0.1:${port}`, started);
    for (const order of orders) await makeRuns(order, ask);
    started.push(home.start("scheduler"));
    return {
      async run(order) {
        await ask("PATCH", `dags/${order.dagId}`, { is_paused: false });
        return await untilOver(home, order.dagId, processes(), () => decide(order, home, ask));
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function makeRuns({ dagId, dates }: Order, ask: Ask): Promise<void> {
  if (dates === null) return await ask("POST", `dags/${dagId}/dagRuns`, { logical_date: null });
  // One at a time: in some lessons, runs share a file, and any of them might be the last to write it.
  await ask("POST", "backfills", {
    dag_id: dagId,
    from_date: dates.from,
    to_date: dates.to,
    max_active_runs: 1,
  });
}

/** If the answer comes earlier, Airflow 3.3.2 fails the task: it hears too late that the process that asked has ended. */
const tooSoon = 10_000;

/** Answers whatever waits for a person. */
async function decide({ dagId, isApproved }: Order, home: AirflowHome, ask: Ask): Promise<void> {
  for (const { runId, taskId, logicalDate } of waitingFor(home, dagId)) {
    await pause(tooSoon);
    const task = `dagRuns/${encodeURIComponent(runId)}/taskInstances/${taskId}`;
    await ask("PATCH", `dags/${dagId}/${task}/-1/hitlDetails`, {
      chosen_options: [isApproved(logicalDate, taskId) ? "Approve" : "Reject"],
    });
  }
}

/** Waits until it answers. */
async function openApi(url: string, [server]: readonly Started[]): Promise<Ask> {
  const token = async (): Promise<string | null> => {
    const answer = await fetch(`${url}/auth/token`).catch(() => null);
    if (!answer?.ok) return null;
    return ((await answer.json()) as { readonly access_token: string }).access_token;
  };
  let known = await token();
  for (; known === null; known = await token()) {
    if (!server || isOver(server.child)) throw new Error("Airflow's API has not started");
    await pause(500);
  }
  const headers = { authorization: `Bearer ${known}`, "content-type": "application/json" };
  return async (method, path, body) => {
    const request = { method, headers, body: JSON.stringify(body) };
    for (let tries = 1; ; tries++) {
      const answer = await fetch(`${url}/api/v2/${path}`, request).catch((cause: unknown) => {
        throw new Error(`Airflow's API does not answer to ${path}`, { cause });
      });
      if (answer.ok) return;
      const isLocked = answer.status >= 500; // another program is writing into the database
      if (!isLocked || tries === 10) {
        throw new Error(`Airflow's API answers ${answer.status} to ${path}: ${await answer.text()}`);
      }
      await pause(1000);
    }
  };
}
