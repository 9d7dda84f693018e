// What can go wrong with the command that is not a bug of ours. Each has its own exit code.

/** The command was written wrongly. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Something about the machine is not right: the port is taken. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
}
