import { show, suggest, UsageError } from "@daglings/words";
// Checks of what users write as options. Each refusal says what was found and what is possible.

/**
 * Airflow's rule for the ids of DAGs and tasks. Names that every JavaScript object has would be mistaken for tasks, and
 * mere dots for the folder above, in the paths of logs.
 */
export function checkId(id: string, what: string): string {
  const isId = typeof id === "string" && /^(?!\.+$)[\w.-]{1,250}$/.test(id);
  if (isId && !(id in Object.prototype)) return id;
  if (isId)
    throw new UsageError(`${what} is "${id}", a name that every object of JavaScript has; take another`);
  throw new UsageError(`${what} is ${show(id)}; it may have up to 250 letters, digits, "_", "-" and "."`);
}

export function checkCount(value: number, what: string, least: number): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new UsageError(`${what} is ${show(value)}; it must be a whole number, ${least} or more`);
}

export function checkOneOf<T extends string>(value: T, possible: readonly T[], what: string): T {
  if (possible.includes(value)) return value;
  throw new UsageError(
    `${what} is ${show(value)}; it must be one of ${possible.join(", ")}${suggest(value, possible)}`,
  );
}

export function checkCallback(value: unknown, what: string): void {
  if (value === undefined || typeof value === "function") return;
  throw new UsageError(`${what} is ${show(value)}; it must be a function`);
}

/** An option without which an operator cannot work. */
export function checkText(value: unknown, what: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw new UsageError(`${what} is ${value === undefined ? "missing" : show(value)}; it must be a text`);
}
