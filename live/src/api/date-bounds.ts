// The logical dates between which a request asks for runs, as the store takes them.

import type { RunFilter } from "@daglings/engine";
import { parseInstant } from "@daglings/words";

const names = ["from", "to", "before"] as const;

export function dateBounds(
  given: Readonly<Record<string, unknown>>,
  timeZone: string,
): Pick<RunFilter, (typeof names)[number]> {
  const written = names.flatMap((name) => {
    const date = given[name];
    if (typeof date !== "string") return [];
    return [[name, parseInstant(date, timeZone, name).epochMilliseconds] as const];
  });
  return Object.fromEntries(written);
}
