/** A value as messages show it. */
export function show(value: unknown): string {
  try {
    if (typeof value === "bigint") return `${value}n`;
    return typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
  } catch {
    return kindOf(value);
  }
}

function kindOf(value: unknown): string {
  try {
    return Object.prototype.toString.call(value);
  } catch {
    return "[object Proxy]"; // its traps throw
  }
}
