// The order in which pandas sorts the keys of a group: numbers by value, before all texts; texts by characters.

/** How the keys of one column are ordered. Texts count as numbers if all of them look like numbers that pandas wrote. */
export function keyOrder(keys: readonly unknown[]): (a: unknown, b: unknown) => number {
  const texts = keys.filter((key) => typeof key === "string");
  const areNumbers = texts.length === keys.length && texts.every(isWritten);
  return (a, b) => {
    if (areNumbers) return compareNumbers(String(a), String(b));
    if (typeof a === "string" && typeof b === "string") return compareTexts(a, b);
    if (typeof a === "string") return 1;
    return typeof b === "string" ? -1 : Number(a) - Number(b);
  };
}

function isWritten(text: string): boolean {
  return /^(-?(0|[1-9]\d*)(\.\d+)?(e[+-]\d\d+)?|-?inf)$/.test(text);
}

function compareNumbers(a: string, b: string): number {
  // Not by their difference: numbers of 19 digits are closer to each other than Number can tell.
  const [left, right] = [a, b].map((text) => (/^-?\d+$/.test(text) ? BigInt(text) : floatOf(text)));
  if (left === undefined || right === undefined || left === right) return 0;
  return left < right ? -1 : 1;
}

function floatOf(text: string): number {
  return Number(text.replace("inf", "Infinity"));
}

/** JavaScript compares UTF-16 units, and would put 𝒳 before ﾮ; pandas compares characters. */
function compareTexts(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (const [index, letter] of left.entries()) {
    const difference = (letter.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? -1);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
