// What a lesson's tasks talk to: the events API, a mail server, the mock exchange. All of them real servers, on ports of
// their own, and by the lesson's clock.

import { env } from "node:process";
import { airflowVariable, environmentName, type AirflowVersion } from "@daglings/engine";
import type { Need, Scenario } from "@daglings/lessons";
import { parseInstant } from "@daglings/words";
import type { Chat } from "./chat.ts";
import type { ReceivedRequest } from "./lesson-run.ts";
import { openMailbox, type ReceivedMail } from "./mailbox.ts";

export interface Surroundings {
  readonly requests: readonly ReceivedRequest[];
  readonly mails: readonly ReceivedMail[];
  /** null: this lesson has none. */
  readonly chat: Chat | null;
  close(): Promise<void>;
}

export interface SurroundingsOptions {
  readonly needs: readonly Need[];
  readonly scenario: Scenario;
  /** The run's. */
  readonly folder: string;
  readonly mailFolder: string;
  readonly now: () => number;
  readonly seed: number;
  readonly airflow?: AirflowVersion | undefined;
  /** Flows that run in a process of their own have a clock of their own: it is simulated, too. */
  readonly hasFlows?: boolean | undefined;
}

/** The number of requests that are remembered: more than any lesson makes. */
const keep = 100_000;

interface Server {
  readonly variables: Readonly<Record<string, string>>;
  readonly requests?: () => readonly ReceivedRequest[];
  readonly mails?: () => readonly ReceivedMail[];
  readonly chat?: Chat;
  readonly close: () => Promise<void>;
}

const openers: Record<Need, (options: SurroundingsOptions) => Promise<Server | null>> = {
  bash: () => Promise.resolve(null),

  async events({ now, seed, scenario }) {
    const { startEventsApi } = await import("@daglings/events-api");
    const api = await startEventsApi({ now, seed, keep });
    const day = scenario.eventsApiFailsOnceFor;
    if (day !== undefined) api.failNext(1, 500, (path) => path.includes(`start_date=${day}`));
    // In an outage all of them fail, and this order takes the place of the one before.
    if (scenario.eventsApiFails !== undefined) api.failNext(scenario.eventsApiFails);
    if (scenario.eventsApiServes !== undefined) api.serveTogether(scenario.eventsApiServes);
    if (scenario.eventsApiAway) {
      const [from, until] = [scenario.eventsApiAway.from, scenario.eventsApiAway.until].map(instantOf);
      api.failWhile(() => now() >= (from ?? 0) && now() < (until ?? 0));
    }
    if (scenario.eventsApiCuts !== undefined) api.cutNext(scenario.eventsApiCuts);
    return { variables: { EVENTS_API: api.url }, requests: () => api.requests, close: () => api.close() };
  },

  async mail({ now, mailFolder, scenario }) {
    const mailbox = await openMailbox({
      folder: mailFolder,
      now,
      refuses: scenario.mailIsRefused ?? "never",
    });
    return { variables: { SMTP_URL: mailbox.url }, mails: () => mailbox.mails, close: () => mailbox.close() };
  },

  async chat({ now, scenario }) {
    const { openChat } = await import("./chat.ts");
    const chat = await openChat({ now, refuses: scenario.chatRefuses ?? "never" });
    const variables = { [environmentName("connection", "chat")]: chat.connection };
    return { variables, chat, close: () => chat.close() };
  },

  async customers({ seed, scenario, folder }) {
    const { customerFiles, writeCustomerFiles } = await import("@daglings/lessons");
    writeCustomerFiles(folder, customerFiles({ count: scenario.customers ?? 100, seed }));
    return null;
  },

  async exchange({ now, scenario }) {
    const { startExchange } = await import("@daglings/binance");
    const exchange = await startExchange({ now, keep });
    exchange.setFaults(scenario.exchangeFaults ?? []);
    // Simulated time stands still while a task waits: waits that the exchange asks for are left to the retries.
    const variables = { BINANCE_URL: exchange.url, BINANCE_LONGEST_WAIT: "0" };
    return { variables, requests: () => exchange.requests, close: () => exchange.close() };
  },
};

/** Sets the variables by which tasks find the servers, until it is closed. */
export async function openSurroundings(options: SurroundingsOptions): Promise<Surroundings> {
  const opened = await Promise.all(options.needs.map((need) => openers[need](options)));
  const servers = opened.filter((server) => server !== null);
  const airflow = options.airflow === undefined ? {} : { [airflowVariable]: String(options.airflow) };
  const flows = options.hasFlows === true ? { DAGLINGS_FLOW_CLOCK: options.scenario.from } : {};
  const own = Object.entries(options.scenario.variables ?? {});
  const settings = Object.fromEntries(own.map(([name, value]) => [environmentName("variable", name), value]));
  const variables = Object.assign(
    settings,
    airflow,
    flows,
    ...servers.map((server) => server.variables),
  ) as Record<string, string>;
  const before = Object.keys(variables).map((name) => [name, env[name]] as const);
  Object.assign(env, variables);
  return {
    get requests() {
      return servers.flatMap((server) => server.requests?.() ?? []);
    },
    get mails() {
      return servers.flatMap((server) => server.mails?.() ?? []);
    },
    chat: servers.find(({ chat }) => chat)?.chat ?? null,
    async close() {
      await Promise.all(servers.map((server) => server.close()));
      for (const [name, value] of before) {
        if (value === undefined) delete env[name];
        else env[name] = value;
      }
    },
  };
}

function instantOf(text: string): number {
  return parseInstant(text, "UTC", "the scenario").epochMilliseconds;
}
