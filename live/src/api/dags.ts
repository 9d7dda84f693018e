// DAGs: which ones there are, how far they have come, and what can be done with them as a whole.

import { dagAnswer, instantText } from "./answers.ts";
import type { Endpoint } from "./endpoint.ts";
import { findDag } from "./hub.ts";
import { date, flag, instant, listOf, options, refer, text } from "./schema.ts";

/** Until they are made, nobody else is answered: about 70 µs a run. */
const mostRuns = 10_000;

export const dagEndpoints: readonly Endpoint[] = [
  {
    method: "get",
    path: "/api/dags",
    access: "viewer",
    summary: "List the DAGs",
    answer: {
      status: 200,
      description: "All DAGs, by id.",
      schema: options({ dags: listOf(refer("Dag")) }, ["dags"]),
    },
    handle: ({ hub }) => ({ dags: [...hub.dags.values()].map((dag) => dagAnswer(hub, dag)) }),
  },
  {
    method: "get",
    path: "/api/dags/{dagId}",
    access: "viewer",
    summary: "Look at a DAG",
    answer: { status: 200, description: "The DAG.", schema: refer("Dag") },
    handle: ({ hub, path: { dagId = "" } }) => dagAnswer(hub, findDag(hub, dagId)),
  },
  {
    method: "get",
    path: "/api/dags/{dagId}/plan",
    access: "viewer",
    summary: "Read a DAG's plan: what the scheduler decides by",
    answer: {
      status: 200,
      description: "The DAG as plain data. Durations are milliseconds, instants count from 1970.",
      schema: { type: "object", additionalProperties: true },
    },
    handle: ({ hub, path: { dagId = "" } }) => findDag(hub, dagId).plan,
  },
  {
    method: "patch",
    path: "/api/dags/{dagId}",
    access: "operator",
    summary: "Pause or unpause a DAG",
    body: options({ paused: flag }, ["paused"]),
    answer: { status: 200, description: "The DAG as it is now.", schema: refer("Dag") },
    handle({ hub, path: { dagId = "" }, body: { paused } }) {
      const dag = findDag(hub, dagId);
      if (paused === true) hub.scheduler.pause({ dagId });
      else hub.scheduler.unpause({ dagId });
      return dagAnswer(hub, dag);
    },
  },
  {
    method: "get",
    path: "/api/dags/{dagId}/next",
    access: "viewer",
    summary: "Say when the next runs are due",
    query: { count: { type: "integer", minimum: 1, maximum: 100, default: 5 } },
    answer: {
      status: 200,
      description: "The next data intervals, and when their runs are made. A paused DAG makes none.",
      schema: options(
        {
          runs: listOf(
            options({ dataIntervalStart: instant, dataIntervalEnd: instant, runAfter: instant }, [
              "dataIntervalStart",
              "dataIntervalEnd",
              "runAfter",
            ]),
          ),
        },
        ["runs"],
      ),
    },
    handle({ hub, path: { dagId = "" }, query: { count } }) {
      findDag(hub, dagId);
      const runs = hub.scheduler.upcoming({ dagId, count: Number(count) });
      return {
        runs: runs.map(({ start, end, runAfter }) => ({
          dataIntervalStart: start.toString(),
          dataIntervalEnd: end.toString(),
          runAfter: runAfter.toString(),
        })),
      };
    },
  },
  {
    method: "post",
    path: "/api/dags/{dagId}/backfill",
    access: "operator",
    summary: "Make the runs of a range of dates",
    body: options({ from: date, to: date }, ["from"]),
    answer: {
      status: 201,
      description: "The runs that did not exist yet. A range of more than 10,000 intervals is refused.",
      schema: options({ runIds: listOf(text) }, ["runIds"]),
    },
    handle({ hub, path: { dagId = "" }, body: { from, to = from } }) {
      findDag(hub, dagId);
      const range = { from: String(from), to: String(to), mostRuns };
      return { runIds: hub.scheduler.backfill({ dagId, ...range }) };
    },
  },
  {
    method: "get",
    path: "/api/health",
    access: "viewer",
    summary: "Say whether the scheduler is alive",
    answer: { status: 200, description: "It is.", schema: refer("Health") },
    handle({ hub }) {
      const standings = [...hub.dags.keys()].map((dagId) => hub.scheduler.standing({ dagId }));
      const unfinishedRuns = standings.reduce((sum, { queued, running }) => sum + queued + running, 0);
      return { status: "healthy", now: instantText(hub.now()), dags: hub.dags.size, unfinishedRuns };
    },
  },
];
