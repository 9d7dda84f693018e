const single = "\\n\\r\\v\\f\\x1c-\\x1e\\x85\\u2028\\u2029";

/** What ends a line for Python's splitlines. */
export const lineEnds = new RegExp(`(\\r\\n|[${single}])`);

/** The lines without their ends. No line begins after the last end. */
export function linesOf(text: string): string[] {
  const lines = text.split(lineEnds).filter((_, index) => index % 2 === 0);
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}
