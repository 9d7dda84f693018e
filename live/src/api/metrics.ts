// What a monitoring program collects: OpenMetrics, in its text form. Nothing in it needs a look at single runs.

import type { Endpoint } from "./endpoint.ts";
import type { Hub } from "./hub.ts";
import { memoryUsage, resourceUsage } from "node:process";

interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

interface Family {
  readonly name: string;
  readonly type: "gauge" | "counter";
  readonly help: string;
  readonly samples: readonly Sample[];
}

export const metricEndpoints: readonly Endpoint[] = [
  {
    method: "get",
    path: "/api/metrics",
    access: "viewer",
    summary: "Measure the scheduler, in OpenMetrics form",
    answer: {
      status: 200,
      description: "Runs that wait and run, next runs, events, approvals, and what the process uses.",
      contentType: "application/openmetrics-text; version=1.0.0; charset=utf-8",
    },
    handle({ hub, response }) {
      const text = familiesOf(hub).map(familyText).join("");
      response.type("application/openmetrics-text; version=1.0.0; charset=utf-8").send(`${text}# EOF\n`);
    },
  },
];

function familiesOf({ dags, scheduler, store }: Hub): Family[] {
  const standings = [...dags.keys()].map((dag) => ({ dag, ...scheduler.standing({ dagId: dag }) }));
  const { userCPUTime, systemCPUTime } = resourceUsage();
  const gauge = (name: string, help: string, samples: readonly Sample[]): Family => {
    return { name, type: "gauge", help, samples };
  };
  return [
    gauge(
      "daglings_runs",
      "Runs that are not over.",
      standings.flatMap(({ dag, queued, running }) => [
        { labels: { dag, state: "queued" }, value: queued },
        { labels: { dag, state: "running" }, value: running },
      ]),
    ),
    gauge(
      "daglings_dag_paused",
      "Whether a DAG is paused.",
      standings.map(({ dag, paused }) => ({ labels: { dag }, value: Number(paused) })),
    ),
    gauge(
      "daglings_next_run_timestamp_seconds",
      "When a DAG's next run is made.",
      standings.flatMap(({ dag, nextAt }) =>
        nextAt === null ? [] : [{ labels: { dag }, value: nextAt / 1000 }],
      ),
    ),
    gauge("daglings_approvals_waiting", "Tasks that wait for a person.", [
      { value: scheduler.awaited().length },
    ]),
    {
      name: "daglings_events",
      type: "counter",
      help: "All that has happened.",
      samples: [{ value: store.lastEventId() }],
    },
    {
      name: "process_cpu_seconds",
      type: "counter",
      help: "Time on the processor.",
      samples: [{ value: (userCPUTime + systemCPUTime) / 1e6 }],
    },
    gauge("process_resident_memory_bytes", "Memory in use.", [{ value: memoryUsage.rss() }]),
  ];
}

function familyText({ name, type, help, samples }: Family): string {
  const suffix = type === "counter" ? "_total" : "";
  const lines = samples.map(({ labels = {}, value }) => {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}=${JSON.stringify(text)}`);
    return `${name}${suffix}${pairs.length === 0 ? "" : `{${pairs.join(",")}}`} ${value}\n`;
  });
  return `# TYPE ${name} ${type}\n# HELP ${name} ${help}\n${lines.join("")}`;
}
