// An update that has reached a worker may be lost with it. The server then says that nobody has processed it: nothing has
// come of it, and it is sent again, under a new id.

import type { WorkflowClientInterceptor } from "@temporalio/client";

/** A worker that lives but never processes it must not keep its sender for ever. */
const mostTries = 20;

export const askAgain = {
  async startUpdate(input, next) {
    for (let tries = 1; ; tries++) {
      const answer = await next(input);
      const { type } = answer.outcome?.failure?.applicationFailureInfo ?? {};
      if (type !== "UnprocessedUpdate" || tries === mostTries) return answer;
    }
  },
} satisfies WorkflowClientInterceptor;
