// Long lists are shown by their beginning and end, and by the special lines in between.

export type Excerpt<T> = readonly ({ readonly item: T } | { readonly leftOut: number })[];

export function excerpt<T>(
  items: readonly T[],
  { most, isSpecial = () => false }: { readonly most: number; readonly isSpecial?: (item: T) => boolean },
): Excerpt<T> {
  if (items.length <= most) return items.map((item) => ({ item }));
  const atEnds = Math.floor(most / 3);
  const isAtEnd = (index: number) => index < atEnds || index >= items.length - atEnds;
  const special = items.flatMap((item, index) => (isSpecial(item) && !isAtEnd(index) ? [index] : []));
  const shown = new Set([...items.keys().filter(isAtEnd), ...special.slice(0, most - 2 * atEnds)]);
  const parts: ({ item: T } | { leftOut: number })[] = [];
  for (const [index, item] of items.entries()) {
    const last = parts.at(-1);
    if (shown.has(index)) parts.push({ item });
    else if (last && "leftOut" in last) last.leftOut++;
    else parts.push({ leftOut: 1 });
  }
  return parts;
}
