// From instants to places on a line, and the marks on it. Pure.

export interface TimeScale {
  readonly from: number;
  readonly to: number;
  readonly width: number;
  readonly x: (at: number) => number;
}

export function timeScale(from: number, to: number, width: number): TimeScale {
  const length = Math.max(1, to - from);
  return { from, to, width, x: (at) => ((at - from) / length) * width };
}

/** The part that is looked at: the whole, or a piece of it around an instant. */
export function zoomed(
  whole: { readonly first: number; readonly last: number },
  zoom: number,
  around: number,
): { readonly from: number; readonly to: number } {
  const pad = Math.max(1000, (whole.last - whole.first) * 0.02);
  const [first, last] = [whole.first - pad, whole.last + pad];
  const length = (last - first) / zoom;
  const from = Math.min(Math.max(around - length / 2, first), last - length);
  return { from, to: from + length };
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  ...[1, 5, 10, 30].map((count) => count * second),
  ...[1, 5, 10, 30].map((count) => count * minute),
  ...[1, 3, 6, 12].map((count) => count * hour),
  ...[1, 2, 7, 14, 28, 91, 365].map((count) => count * day),
];

export function ticksOf({ from, to, width, x }: TimeScale): {
  readonly step: number;
  readonly ticks: readonly { readonly at: number; readonly x: number }[];
} {
  const most = Math.max(2, Math.floor(width / 70));
  const step = steps.find((each) => (to - from) / each <= most) ?? 3650 * day;
  const ticks: { at: number; x: number }[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) ticks.push({ at, x: x(at) });
  return { step, ticks };
}
