// Errors besides the UsageError of the words.

/** The machine or a file on it is not as needed. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
}
