// An object that a person has typed as JSON.

/** Nothing typed is an empty object. Throws an error of one sentence if it is something else. */
export function readObject(text: string, what: string): Readonly<Record<string, unknown>> {
  if (text.trim() === "") return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`${what} is not JSON; write an object, such as {"day": "2019-01-02"}`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error(`${what} is not an object; write one, such as {"day": "2019-01-02"}`);
  }
  return value as Record<string, unknown>;
}
