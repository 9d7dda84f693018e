/** Every text that is rendered in a task's template fields: at any depth, in lists and plain objects. */
export function textsIn(fields: object): string[] {
  const parts = new Set<unknown>([fields]);
  // Grows while it is walked.
  for (const part of parts) {
    if (typeof part !== "object" || part === null) continue;
    const isRendered = Array.isArray(part) || Object.getPrototypeOf(part) === Object.prototype;
    for (const each of isRendered ? Object.values(part) : []) parts.add(each);
  }
  return [...parts].filter((part) => typeof part === "string");
}
