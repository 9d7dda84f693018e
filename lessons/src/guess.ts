// What pandas makes of a column when it reads JSON without being told what is in it: texts that look like numbers become
// numbers, and all cells of a column are of one kind if possible. Here a cell stays as to_csv prints it.

/** A number or a boolean only beside texts: there pandas sorts it before them. */
export type Cell = string | number | boolean | null;

export function guessColumn(values: readonly unknown[]): Cell[] {
  const cells = values.map(cellOf);
  if (cells.every((cell) => typeof cell === "boolean")) return cells.map(cellText);
  return guessNumbers(cells) ?? (cells.every(isTextOrNull) ? cells : cells.map(firstEqual(cells)));
}

/** What Python prints: True for true, and 1e-07 for 1e-7. */
export function cellText(cell: unknown): string {
  if (typeof cell === "boolean") return cell ? "True" : "False";
  return typeof cell === "number" && !isInSixtyFourBits(cell) ? floatText(cell) : String(cell);
}

function cellOf(value: unknown): Cell {
  if (value === undefined) return null;
  if (value === null || typeof value === "object") return value && JSON.stringify(value);
  return value as Cell;
}

function isTextOrNull(cell: Cell): boolean {
  return cell === null || typeof cell === "string";
}

/** Null if some cell is not a number. A missing cell is not one either, and makes the others floats: 10 becomes 10.0. */
function guessNumbers(cells: readonly Cell[]): Cell[] | null {
  if (cells.some((cell) => numberOf(cell) === null)) return null; // mostly the first one is a name
  const numbers = cells.map((cell) => numberOf(cell) ?? NaN);
  if (isMergingTexts(cells, numbers)) return null;
  if (!cells.every(isWhole))
    return numbers.map((number) => (Number.isNaN(number) ? null : floatText(number)));
  return cells.map((cell) =>
    typeof cell === "string" ? String(BigInt(withoutSigns(cell))) : String(BigInt(Number(cell))),
  );
}

/** Here pandas makes one user of "010" and "10"; the lessons keep two. */
function isMergingTexts(cells: readonly Cell[], numbers: readonly number[]): boolean {
  const texts = cells.flatMap((cell, index) =>
    typeof cell === "string" ? [[cell, numbers[index]] as const] : [],
  );
  const count = (position: 0 | 1) => new Set(texts.map((pair) => pair[position])).size;
  return count(0) !== count(1);
}

/** As Python's float() reads it. */
function numberOf(cell: Cell): number | null {
  if (cell === null) return NaN;
  if (typeof cell !== "string") return Number(cell);
  const text = cell.trim();
  if (/^[+-]?(\d+(_\d+)*\.?|(\d+(_\d+)*)?\.\d+(_\d+)*)(e[+-]?\d+(_\d+)*)?$/i.test(text)) {
    return Number(text.replaceAll("_", ""));
  }
  const [, sign, word] = /^([+-]?)(inf(?:inity)?|nan)$/i.exec(text) ?? [];
  if (word === undefined) return null;
  return word.toLowerCase() === "nan" ? NaN : Number(`${sign}Infinity`);
}

/** As int() reads it, in 64 bits. */
function isWhole(cell: Cell): boolean {
  if (cell === null) return false;
  if (typeof cell !== "string") return isInSixtyFourBits(Number(cell));
  return /^[+-]?\d+(_\d+)*$/.test(cell.trim()) && isInSixtyFourBits(BigInt(withoutSigns(cell)));
}

function isInSixtyFourBits(number: number | bigint): boolean {
  if (typeof number === "number" && !Number.isInteger(number)) return false;
  return BigInt.asIntN(64, BigInt(number)) === BigInt(number);
}

/** BigInt knows "-5", but neither "+5" nor "1_000". */
function withoutSigns(text: string): string {
  return text.trim().replace(/^\+/, "").replaceAll("_", "");
}

/** 10 is 10.0, and 1e17 is 1e+17. */
function floatText(number: number): string {
  if (!Number.isFinite(number)) return number > 0 ? "inf" : "-inf";
  if (Object.is(number, -0)) return "-0.0";
  const [digits = "", exponent = "0"] = number.toExponential().split("e");
  if (Number(exponent) < -4 || Number(exponent) >= 16) {
    return `${digits}e${exponent.replace(/^([+-])(\d)$/, "$10$2")}`;
  }
  const text = String(number);
  return text.includes(".") ? text : `${text}.0`;
}

/** In Python True and 1 are the same; the group is named after the first one. */
function firstEqual(cells: readonly Cell[]): (cell: Cell) => Cell {
  const first = new Map<number, Cell>();
  for (const cell of cells) {
    if (typeof cell === "string" || cell === null || first.has(Number(cell))) continue;
    first.set(Number(cell), cell);
  }
  return (cell) => (typeof cell === "string" || cell === null ? cell : (first.get(Number(cell)) ?? cell));
}
