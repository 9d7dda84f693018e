// What an attempt took and used, in words.

import { bytesText, durationText } from "./words.ts";

interface Used {
  /** Real milliseconds. */
  readonly duration: number;
  /** null where that is not known. */
  readonly usage: { readonly cpu: number | null; readonly peakMemory: number | null } | null;
}

/** `, took 40 ms, CPU 12 ms, memory 60 MB` */
export function usageText({ duration, usage }: Used): string {
  const cpu = usage?.cpu ?? null;
  const memory = usage?.peakMemory ?? null;
  return [
    `, took ${durationText(duration)}`,
    cpu === null ? "" : `, CPU ${durationText(cpu)}`,
    memory === null ? "" : `, memory ${bytesText(memory)}`,
  ].join("");
}
