// The measurements as they come in: printed line by line, kept as one object, or written as a page.

export interface ReportedFigure {
  readonly what: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly rounds: number;
  readonly unit: string;
  /** Null if there is none. */
  readonly bound: number | null;
  /** Whether the bound is kept. */
  readonly isKept: boolean | null;
  readonly moreIsBetter: boolean;
}

export interface Section {
  readonly name: string;
  title: string;
  readonly figures: ReportedFigure[];
  /** What a reader must know to understand the figures. */
  readonly notes: string[];
}

/** Set once, by the command line. */
export const settings = { isQuick: false, isJson: false };

export const sections: Section[] = [];

export function beginSection(name: string): void {
  sections.push({ name, title: name, figures: [], notes: [] });
}

/** The subject of the figures that follow. A bench with several titles has several sections. */
export function title(text: string): void {
  let section = sections.at(-1);
  if (section && section.figures.length > 0) {
    section = { name: section.name, title: text, figures: [], notes: [] };
    sections.push(section);
  } else if (section) section.title = text;
  if (!settings.isJson) console.log(text);
}

export function note(text: string): void {
  sections.at(-1)?.notes.push(text);
  if (!settings.isJson) console.log(`  ${text}`);
}

export function record(figure: ReportedFigure): void {
  sections.at(-1)?.figures.push(figure);
  if (!settings.isJson) console.log(lineOf(figure));
}

function lineOf({ what, value, unit, bound, isKept, moreIsBetter, ...spread }: ReportedFigure): string {
  const limit = bound === null ? "" : `  (${moreIsBetter ? "at least" : "at most"} ${bound})`;
  const broken = isKept === false && !settings.isQuick ? "  NOT KEPT" : "";
  const tail = `${unit}${spreadText(spread)}${limit}${broken}`;
  return `  ${what.padEnd(62)} ${numberText(value).padStart(8)} ${tail}`;
}

export function spreadText({ low, high, rounds }: Pick<ReportedFigure, "low" | "high" | "rounds">): string {
  return rounds > 1 ? `  [${numberText(low)} … ${numberText(high)}, ${rounds} rounds]` : "";
}

export function numberText(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2);
}
