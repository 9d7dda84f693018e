// Which lines came and which went, from one short text to another. Pure.

export interface DifferentLine {
  readonly kind: "same" | "added" | "removed";
  readonly text: string;
}

/** Longer texts are compared from both ends, and what is between them counts as changed. */
const mostLines = 1500;

export function lineDifference(before: string, after: string): DifferentLine[] {
  const [old, fresh] = [linesIn(before), linesIn(after)];
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start++;
  let end = 0;
  while (
    end < old.length - start &&
    end < fresh.length - start &&
    old[old.length - 1 - end] === fresh[fresh.length - 1 - end]
  ) {
    end++;
  }
  const same = (texts: readonly string[]) => texts.map((text): DifferentLine => ({ kind: "same", text }));
  const middle = between(old.slice(start, old.length - end), fresh.slice(start, fresh.length - end));
  return [...same(fresh.slice(0, start)), ...middle, ...same(fresh.slice(fresh.length - end))];
}

function linesIn(text: string): string[] {
  return text === "" ? [] : text.replace(/\n$/, "").split("\n");
}

function between(old: readonly string[], fresh: readonly string[]): DifferentLine[] {
  const removed = (text: string): DifferentLine => ({ kind: "removed", text });
  const added = (text: string): DifferentLine => ({ kind: "added", text });
  if (old.length > mostLines || fresh.length > mostLines) return [...old.map(removed), ...fresh.map(added)];
  // The longest that both have in common, from each place to the end.
  const common = Array.from({ length: old.length + 1 }, () => new Uint16Array(fresh.length + 1));
  const at = (row: number, column: number) => common[row]?.[column] ?? 0;
  for (let row = old.length - 1; row >= 0; row--) {
    const line = common[row];
    if (!line) continue;
    for (let column = fresh.length - 1; column >= 0; column--) {
      line[column] =
        old[row] === fresh[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const lines: DifferentLine[] = [];
  let [row, column] = [0, 0];
  while (row < old.length || column < fresh.length) {
    const [gone, came] = [old[row], fresh[column]];
    if (gone !== undefined && gone === came) {
      lines.push({ kind: "same", text: gone });
      row++;
      column++;
    } else if (gone !== undefined && (came === undefined || at(row + 1, column) >= at(row, column + 1))) {
      lines.push(removed(gone));
      row++;
    } else if (came !== undefined) {
      lines.push(added(came));
      column++;
    }
  }
  return lines;
}
