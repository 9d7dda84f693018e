// Only for tests.

/** The kind and the message of what `work` throws. */
export function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return String(error);
  }
  return "nothing was thrown";
}
