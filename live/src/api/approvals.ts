// Tasks that wait for a person: which ones there are, and what somebody has decided.

import { instantText } from "./answers.ts";
import type { Endpoint } from "./endpoint.ts";
import { findRun, findTask } from "./hub.ts";
import { flag, listOf, options, refer } from "./schema.ts";

const name = { type: "string", maxLength: 200 } as const;

export const approvalEndpoints: readonly Endpoint[] = [
  {
    method: "get",
    path: "/api/approvals",
    access: "viewer",
    summary: "List the tasks that wait for a person's approval",
    answer: {
      status: 200,
      description: "All that wait now.",
      schema: options({ approvals: listOf(refer("Approval")) }, ["approvals"]),
    },
    handle: ({ hub }) => ({
      approvals: hub.scheduler.awaited().map((each) => ({ ...each, since: instantText(each.since) })),
    }),
  },
  {
    method: "post",
    path: "/api/dags/{dagId}/runs/{runId}/tasks/{taskId}/decision",
    access: "operator",
    summary: "Approve or reject what a task waits for",
    body: options({ approved: flag, by: name, note: { type: "string", maxLength: 2000 } }, [
      "approved",
      "by",
    ]),
    answer: {
      status: 200,
      description: "It is on record, and the task goes on.",
      schema: options({ approved: flag }, ["approved"]),
    },
    handle({ hub, path: { dagId = "", runId = "", taskId = "" }, body }) {
      findRun(hub, dagId, runId);
      findTask(hub, dagId, taskId);
      const approved = body["approved"] === true;
      const note = body["note"] as string | undefined;
      hub.scheduler.decide({ dagId, runId, taskId, approved, by: String(body["by"]), note });
      return { approved };
    },
  },
];
