// Which columns of a table of many tasks are drawn. Pure.

/** As many are all drawn: the browser's own search finds them. */
const fewColumns = 100;
/** Columns that are drawn beside those in sight: the keyboard goes on into them. Sight moves on by as many at once. */
const spare = 8;

interface Sight {
  readonly count: number;
  /** The first column in sight; below 0 where something else is before them. */
  readonly first: number;
  /** How many there is room for. */
  readonly inSight: number;
}

/** `to` is not among them. */
export function columnsInSight({ count, first, inSight }: Sight): { from: number; to: number } {
  if (count <= fewColumns) return { from: 0, to: count };
  const step = Math.floor(first / spare) * spare;
  const from = Math.max(0, Math.min(step, count - inSight) - spare);
  return { from, to: Math.min(count, step + inSight + 3 * spare) };
}
