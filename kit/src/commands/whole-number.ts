import { UsageError } from "@daglings/words";
import type { Call } from "../command-line.ts";

/** The value of a flag such as `--port 8793`. */
export function wholeNumber({ text }: Call, flag: string, otherwise: number, most: number): number {
  const given = text(flag);
  if (given === undefined) return otherwise;
  if (/^\d{1,6}$/.test(given) && Number(given) <= most) return Number(given);
  throw new UsageError(`--${flag} is "${given}"; it must be a whole number from 0 to ${most}`);
}
