// Whether something is in a list that never changes. A long list is read once, not on every question.

const sets = new WeakMap<readonly string[], ReadonlySet<string>>();
const shortLength = 16;

export function isIn(list: readonly string[], item: string): boolean {
  if (list.length <= shortLength) return list.includes(item);
  let known = sets.get(list);
  if (!known) sets.set(list, (known = new Set(list)));
  return known.has(item);
}
