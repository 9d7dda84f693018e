// What the flow under attack has to do, and what the result must be.

export const flowRunId = "run";

export const items = Array.from({ length: 24 }, (_, index) => index + 1);

/** The squares of all items, the first six of them once more, one larger each, and added up. */
export const outcome = [...items, ...items.slice(0, 6)].reduce((sum, item) => sum + item ** 2, 6);

/** Squares, six of them once more, and one addition for each value. */
export const callsInAll = items.length + 6 + (items.length + 6);
