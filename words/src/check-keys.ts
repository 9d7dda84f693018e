import { suggest } from "./suggest.ts";
import { UsageError } from "./usage-error.ts";

/** Refuses an option that nothing reads: a typing slip, or an option of another version. */
export function checkKeys(options: object, known: readonly string[]): void {
  for (const key of Object.keys(options)) {
    if (known.includes(key)) continue;
    const hint = suggest(key, known, "known options:");
    throw new UsageError(`option "${key}" is unknown${hint}`);
  }
}
