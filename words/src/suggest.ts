// "did you mean …?"

/**
 * The end of a sentence about an unknown name: the candidate that a typing slip could have turned into it, else all of
 * them after `otherwise`, else nothing. Nothing, too, where there are no candidates.
 */
export function suggest(name: string, candidates: readonly string[], otherwise?: string): string {
  let nearest = "";
  let least = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    // So much longer that no count is needed: a name may be a whole file, by mistake.
    if (name.length - candidate.length >= least) continue;
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < least) [nearest, least] = [candidate, distance];
  }
  if (nearest !== "") return `; did you mean "${nearest}"?`;
  if (otherwise === undefined || candidates.length === 0) return "";
  return `; ${otherwise} ${candidates.join(", ")}`;
}

/** How many letters to add, drop, change, or swap with the next one. */
function editDistance(from: string, to: string): number {
  const rows = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number) => rows[row]?.[column] ?? Infinity;
  for (let row = 1; row <= from.length; row++) {
    rows.push([row]);
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1];
      const isSwapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const changed = at(row - 1, column - 1) + (isSame ? 0 : 1);
      const swapped = isSwapped ? at(row - 2, column - 2) + 1 : Infinity;
      rows[row]?.push(Math.min(changed, swapped, at(row - 1, column) + 1, at(row, column - 1) + 1));
    }
  }
  return at(from.length, to.length);
}
