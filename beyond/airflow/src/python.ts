// Values and calls, as Python writes them.

/** An expression for each name; undefined: this one is left out. */
export type Keywords = Readonly<Record<string, string | undefined>>;

const step = "    ";

/** `name(key=value)`: on one line if there is one argument, otherwise each argument on its own line. */
export function call(name: string, keywords: Keywords, indent = ""): string {
  const given = Object.entries(keywords).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${value}`],
  );
  if (given.length < 2) return `${name}(${given.join("")})`;
  return `${name}(\n${given.map((each) => `${indent}${step}${each},\n`).join("")}${indent})`;
}

/** Anything that JSON can say, as a literal. */
export function literal(value: unknown): string {
  if (typeof value === "string") return text(value);
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value === "object") {
    const fields = Object.entries(value).map(([key, each]) => `${text(key)}: ${literal(each)}`);
    return `{${fields.join(", ")}}`;
  }
  return JSON.stringify(value);
}

/** A raw text keeps the lines and backslashes of a command as they are. All other JSON is valid Python. */
function text(value: string): string {
  const quotes = value.endsWith('"') ? "'''" : '"""';
  const isRaw = value.includes("\n") && value.isWellFormed() && !/[^\P{Cc}\n\t]|[\\']$/u.test(value);
  return isRaw && !value.includes(quotes) ? `r${quotes}${value}${quotes}` : JSON.stringify(value);
}

const units = { days: 86_400_000, hours: 3_600_000, minutes: 60_000, seconds: 1000, milliseconds: 1 };

/** In the largest unit of which it is a whole number. */
export function timedelta(milliseconds: number): string {
  const [unit = "", length = 1] = Object.entries(units).find(([, each]) => milliseconds % each === 0) ?? [];
  return milliseconds === 0 ? "timedelta()" : `timedelta(${unit}=${milliseconds / length})`;
}

/** An instant, in UTC. */
export function datetime(instant: number): string {
  const { year, month, day, hour, minute, second, millisecond } =
    Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO("UTC");
  const time = [hour, minute, second, millisecond * 1000];
  while (time.at(-1) === 0) time.pop();
  return `pendulum.datetime(${[year, month, day, ...time].join(", ")}, tz="UTC")`;
}

const keywords =
  /^(False|None|True|and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield)$/;

/** A variable for each of these ids, which may have dots and dashes. No two get the same one, and none gets a taken one. */
export function variablesFor(ids: readonly string[], taken: readonly string[]): ReadonlyMap<string, string> {
  const used = new Set(taken);
  const variables = new Map<string, string>();
  for (const id of ids) {
    let name = id.replace(/\W/g, "_").replace(/^(?=\d)/, "_");
    while (used.has(name) || keywords.test(name)) name += "_";
    used.add(name);
    variables.set(id, name);
  }
  return variables;
}
