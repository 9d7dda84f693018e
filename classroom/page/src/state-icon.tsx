// The states of runs and tasks: each has a shape of its own, so that colour only repeats what the shape says.

import { stateText } from "./words.ts";

const shapes: Readonly<Record<string, string>> = {
  success: "M4 8.5l2.7 2.7L12 5.5",
  failed: "M5 5l6 6M11 5l-6 6",
  upstream_failed: "M8 4v5M8 11.5v.6",
  running: "M6.2 5l4.6 3-4.6 3z",
  restarting: "M11 6a4 4 0 1 0 .6 3M11.4 3.6V6.4H8.6",
  up_for_retry: "M11 6a4 4 0 1 0 .6 3M11.4 3.6V6.4H8.6",
  up_for_reschedule: "M8 4.6V8l2.4 1.6",
  skipped: "M4.5 5l3.5 3-3.5 3M8.5 5L12 8l-3.5 3",
  queued: "M4.5 8h.1M8 8h.1M11.5 8h.1",
  scheduled: "M5 8h6",
  removed: "M5 8h6",
  none: "",
  paused: "M6.2 5v6M9.8 5v6",
  on: "M6.2 5l4.6 3-4.6 3z",
};

interface IconProps {
  readonly state: string;
  /** Said by what stands beside it. */
  readonly isSilent?: boolean;
}

export function StateIcon({ state, isSilent = false }: IconProps) {
  const label = isSilent ? { "aria-hidden": true } : { role: "img" as const, "aria-label": stateText(state) };
  return (
    <svg class={`icon state-${state}`} viewBox="0 0 16 16" width="16" height="16" {...label}>
      <rect class="icon-box" x="1" y="1" width="14" height="14" rx="4" />
      <path class="icon-mark" d={shapes[state] ?? ""} />
    </svg>
  );
}

interface BadgeProps {
  readonly state: string;
  /** Default: the state's own. */
  readonly words?: string;
}

export function StateBadge({ state, words = stateText(state) }: BadgeProps) {
  return (
    <span class={`badge state-${state}`}>
      <StateIcon state={state} isSilent />
      {words}
    </span>
  );
}
