// What an activity throws, as the code that asked for it would have seen it here: a name and a message have travelled.

import { ActivityFailure, ApplicationFailure } from "@temporalio/workflow";
import { processGone } from "@daglings/engine/core";
import { TimeoutError } from "@daglings/engine/errors";
import { errorFrom } from "../ends.ts";

export async function throwing<T>(activity: Promise<T>): Promise<T> {
  try {
    return await activity;
  } catch (thrown) {
    throw thrown instanceof ActivityFailure ? causeOf(thrown) : thrown;
  }
}

function causeOf({ cause }: ActivityFailure): Error {
  if (!(cause instanceof ApplicationFailure)) return new Error(processGone);
  const { type, message } = cause;
  return type === "TimeoutError" ? new TimeoutError(message) : errorFrom({ name: type ?? "Error", message });
}
