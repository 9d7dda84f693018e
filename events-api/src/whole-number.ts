// Checks numbers that callers of the library pass.

export function checkWholeNumber(
  what: string,
  value: number,
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw new RangeError(`${what} is ${value}; it must be a whole number from ${least} to ${most}`);
}
