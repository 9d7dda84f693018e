// A list in pages. It is never changed in place: a new version copies the one page that it writes on and shares the
// others, so a change costs about the same however long the list is. It is plain data, and can be stored as JSON.

export type Pages<T> = readonly (readonly T[])[];

const pageSize = 64;

export function inPages<T>(items: readonly T[]): Pages<T> {
  const pages: T[][] = [];
  for (let start = 0; start < items.length; start += pageSize) {
    pages.push(items.slice(start, start + pageSize));
  }
  return pages;
}

export function itemAt<T>(pages: Pages<T>, index: number): T | undefined {
  return pages[Math.floor(index / pageSize)]?.[index % pageSize];
}

export function withItem<T>(pages: Pages<T>, index: number, item: T): Pages<T> {
  const number = Math.floor(index / pageSize);
  /* v8 ignore next -- only the type allows it */
  return pages.with(number, (pages[number] ?? []).with(index % pageSize, item));
}
