// What can go wrong with the command without a bug of ours. Each has its own exit code.

/** The command was written wrongly. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The machine is not as needed: the port is taken. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
}
