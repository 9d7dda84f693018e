// An instant of the scheduler's answers, as the page writes instants.

import { instantText } from "../words.ts";

interface InstantProps {
  readonly at: string | null;
  /** What is written where there is none. */
  readonly none: string;
}

export function Instant({ at, none }: InstantProps) {
  if (at === null) return <>{none}</>;
  return <time dateTime={at}>{liveInstantText(at)}</time>;
}

/** To the second. */
function liveInstantText(at: string): string {
  return instantText(Math.floor(Date.parse(at) / 1000) * 1000);
}
