// Whether what was thrown is an error that can be read: a proxy, or an error that its library has changed, may throw when
// somebody looks at it, and end what only wanted to say what had happened.

export function isReadableError(thrown: unknown): thrown is Error {
  try {
    if (!(thrown instanceof Error)) return false;
    return typeof thrown.message === "string" && typeof (thrown.stack ?? "") === "string";
  } catch {
    return false;
  }
}
