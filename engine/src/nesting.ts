// How deep a value may be nested. V8 reads and writes it by recursion: a value that it can just write by itself breaks what
// writes it together with others, far from where it came from.

/** Lists and objects within each other. */
const deepest = 1000;

/** The value must not contain itself. */
export function isTooDeep(value: unknown, left: number = deepest): boolean {
  if (typeof value !== "object" || value === null) return false;
  return left === 0 || Object.values(value).some((each) => isTooDeep(each, left - 1));
}
