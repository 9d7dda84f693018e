// Puts the step of another library into a lesson's text, as a student would: the step's function above the DAG, its
// imports among the lesson's, and a call of it in place of the lesson's own lines.

export interface PlaceOfStep {
  /** The files labs/dataframes/steps/<file>.<frame>.ts. */
  readonly file: string;
  /** The task whose callable it is. */
  readonly task: string;
  readonly pattern: RegExp;
  readonly call: string;
}

/** What the lessons have that a library could do, as it is written in them. */
const places: readonly PlaceOfStep[] = [
  {
    file: "calculate-stats",
    task: "calculate_stats",
    pattern:
      /^( +)(?:async )?(callable\(.*\n)( +)const events = readEvents\(inputPath\);\n.*\n +writeStats\(outputPath, stats\);$/m,
    call: "$1async $2$3await countEvents({ inputPath, outputPath });",
  },
  {
    file: "hour-row",
    task: "calculate_hourly_average",
    pattern: /^( +)(callable\(.*\n.*)\bhourRow\(/m,
    call: "$1async $2await hourRow(",
  },
  {
    file: "day-row",
    task: "calculate_daily_average",
    pattern: /^( +)(callable\(.*\n.*)\bdayRow\(/m,
    call: "$1async $2await dayRow(",
  },
];

/** Undefined if the lesson has no such step. */
export function placeOfStep(lesson: string): PlaceOfStep | undefined {
  return places.find(({ pattern }) => pattern.test(lesson));
}

/** Both files as texts. The place is that of the lesson. */
export function withStep(lesson: string, step: string, { pattern, call }: PlaceOfStep): string {
  const [own, other] = [partsOf(lesson), partsOf(step.replaceAll(/^export /gm, ""))];
  const called = own.body.replace(pattern, call);
  // Lesson 10 sends by mail what it has just counted.
  const body = called.replace("day: ds, stats }", "day: ds, stats: readStats(outputPath) }");
  const code = other.body + body;
  const readStats: Import = { source: "@daglings/lessons", names: ["readStats"], isWhole: false };
  const declared = new Set(
    [...other.body.matchAll(/^(?:async )?(?:function|const) (\w+)/gm)].map(([, name]) => name),
  );
  const isNeeded = (name: string) =>
    !declared.has(localName(name)) && new RegExp(`\\b${localName(name)}\\b`).test(code);
  const lines = merge([...own.imports, ...other.imports, readStats])
    .map((each) => ({ ...each, names: each.names.filter(isNeeded) }))
    .flatMap((each) => (each.names.length > 0 ? importLine(each) : []));
  return `${own.header}${lines.join("")}\n${other.header}${code}`;
}

interface Import {
  readonly source: string;
  /** As they are written: `op`, `type Paths`, `* as aq`. */
  readonly names: readonly string[];
  /** Without braces. */
  readonly isWhole: boolean;
}

interface Parts {
  /** The comment at the top. */
  readonly header: string;
  readonly imports: readonly Import[];
  /** Begins with an empty line. */
  readonly body: string;
}

function partsOf(text: string): Parts {
  const [header = ""] = /^(?:\/\/.*\n)*/.exec(text) ?? [];
  const found = [...text.matchAll(/^import ([^;"]+) from "([^"]+)";\n/gm)];
  const last = found.at(-1);
  const imports = found.map(([, clause = "", source = ""]) => parseClause(clause, source));
  return { header, imports, body: text.slice(last ? last.index + last[0].length : header.length) };
}

function parseClause(clause: string, source: string): Import {
  const [, onlyTypes, list] = /^(type )?\{([^}]*)\}$/.exec(clause) ?? [];
  if (list === undefined) return { source, names: [clause], isWhole: true };
  const names = list.split(",").flatMap((name) => name.trim() || []);
  return { source, names: onlyTypes ? names.map((name) => `type ${name}`) : names, isWhole: false };
}

/** One import from each source. */
function merge(imports: readonly Import[]): Import[] {
  const groups = Map.groupBy(imports, ({ source, isWhole }) => `${source} ${isWhole}`);
  return [...groups.values()].flatMap(([first, ...others]) => {
    if (!first) return [];
    const names = new Set([first, ...others].flatMap((each) => each.names));
    return { ...first, names: [...names] };
  });
}

function localName(name: string): string {
  return name.replace(/^(type|\* as) /, "");
}

const widest = 110;

function importLine({ source, names, isWhole }: Import): string {
  if (isWhole) return `import ${names.join(", ")} from "${source}";\n`;
  const isTypes = names.every((name) => name.startsWith("type "));
  const [word, list] = isTypes ? ["import type", names.map(localName)] : ["import", names];
  const line = `${word} { ${list.join(", ")} } from "${source}";\n`;
  if (line.length <= widest + 1) return line;
  return `${word} {\n${list.map((name) => `  ${name},\n`).join("")}} from "${source}";\n`;
}
