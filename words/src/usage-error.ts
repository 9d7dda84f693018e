// The error for something that was written wrongly, and the place that its message begins with.

/** What was written is wrong: a DAG, an option, a template. The message says where, what, and what instead. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Runs `work`, and puts the place in front of the message of a UsageError that comes out of it. */
export function withPlace<T>(place: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`${place}: ${error.message}`, { cause: error });
    throw error;
  }
}
