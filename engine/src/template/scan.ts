// Finds the parts of a Jinja template: its print expressions, and the words in it.

const openings = /\{\{|\{%|\{#/g;
const quoted = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/gs;

/**
 * Replaces the expression of each `{{ … }}` by what `replace` makes of it. Comments, statements and raw blocks stay
 * as they are, and so does what is not closed: Jinja itself then says so.
 */
export function replaceExpressions(source: string, replace: (expression: string) => string): string {
  let result = "";
  let position = 0;
  for (;;) {
    openings.lastIndex = position;
    const opening = openings.exec(source);
    const end = opening ? closingOf(source, opening[0], opening.index) : -1;
    if (!opening || end === -1) return result + source.slice(position);

    result += source.slice(position, opening.index);
    const whole = source.slice(opening.index, end);
    const [, before = "", expression = "", after = ""] = /^\{\{([-+]?)(.*?)([-+]?)\}\}$/s.exec(whole) ?? [];
    result += expression.trim() === "" ? whole : `{{${before} ${replace(expression.trim())} ${after}}}`;
    position = end;
  }
}

/** Where the part that opens at `start` ends, or -1. */
function closingOf(source: string, opening: string, start: number): number {
  if (opening === "{#") return endOf(/#\}/g, source, start);
  const raw = /\{%[-+]?\s*raw\s*[-+]?%\}/y;
  raw.lastIndex = start;
  if (raw.test(source)) return endOf(/\{%[-+]?\s*endraw\s*[-+]?%\}/g, source, start);

  // Text in quotes may hold what looks like an end.
  const end = opening === "{{" ? /\}\}/ : /%\}/;
  const part = new RegExp(`${quoted.source}|${end.source}`, "gs");
  part.lastIndex = start + 2;
  for (let match = part.exec(source); match; match = part.exec(source)) {
    if (match[0].endsWith("}")) return part.lastIndex;
  }
  return -1;
}

function endOf(pattern: RegExp, source: string, start: number): number {
  pattern.lastIndex = start;
  return pattern.test(source) ? pattern.lastIndex : -1;
}

/** Everything in a template that could be a name. */
export function wordsIn(source: string): Set<string> {
  return new Set(source.match(/[A-Za-z_]\w*/g));
}

/** The names that a template's expressions and statements begin with or use bare; not attributes or arguments. */
export function bareNamesIn(source: string): string[] {
  const names: string[] = [];
  for (const [, inside = ""] of source.matchAll(/\{[{%](.*?)[%}]\}/gs)) {
    const withoutText = inside.replace(quoted, '""');
    for (const { 1: name = "" } of withoutText.matchAll(/(?<![.|]\s*)\b([A-Za-z_]\w*)\b(?!\s*=[^=])/g))
      names.push(name);
  }
  return names;
}
