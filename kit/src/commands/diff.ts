// `pnpm diff 07 08`: how one lesson differs from another. `pnpm diff 08`: the student's own version against the lesson.

import { UsageError } from "@daglings/engine";
import { findLesson, readLesson, type LessonEntry } from "@daglings/stage";
import { exitCodes, type Call, type Command } from "../command-line.ts";
import { findWork } from "../desk/work-files.ts";
import { agreesToSee } from "../diff/agreement.ts";
import { compareTexts, type Difference } from "../diff/compare.ts";
import { recall, remember } from "../diff/memory.ts";
import { airflow3Side, frameSide, lessonSide, ownSide, type Side, type Sides } from "../diff/sides.ts";
import { findPair, pairOf, stepFrom, type Pair } from "../diff/steps.ts";
import { write } from "../page/write.ts";

const help = `pnpm diff NN MM           what lesson MM does differently from lesson NN
pnpm diff NN              your version of a lesson against the lesson's: + is
                          what only the lesson has
pnpm diff NN --frame F    what lesson NN does differently with another dataframe
                          library: danfojs, polars, duckdb, …
pnpm diff NN --airflow 3  how to write lesson NN so that it does the same in
                          Airflow 2 and 3
pnpm diff --next          the next two lessons after the pair that was shown
                          last, or that is given; --prev goes back

  --html          one HTML file that needs nothing else
  --patch         a patch that git apply takes, in the folder of the first file
  --json          one JSON object
  --out FILE      write it to a file
  --yes           show a solution that you have not found yet, without asking
  --plain         no colour: a line for each change, in words
`;

export const diff: Command = {
  help,
  options: {
    html: { type: "boolean" },
    patch: { type: "boolean" },
    out: { type: "string" },
    next: { type: "boolean" },
    prev: { type: "boolean" },
    yes: { type: "boolean" },
    frame: { type: "string" },
    airflow: { type: "string" },
  },
  async run(call) {
    const form = formOf(call);
    const sides = await findSides(call);
    if (!sides) return exitCodes.fine; // the student does not want to see the solution
    const difference = compareTexts(sides.from.text, sides.to.text);
    write(await render(call, form, sides, difference), call);
    return exitCodes.fine;
  },
};

type Form = "text" | "html" | "patch" | "json";

function formOf({ isSet, screen }: Call): Form {
  const forms = [
    ...(isSet("html") ? (["html"] as const) : []),
    ...(isSet("patch") ? (["patch"] as const) : []),
    ...(screen.isJson ? (["json"] as const) : []),
  ];
  const [form = "text", other] = forms;
  if (other === undefined) return form;
  throw new UsageError(`--${form} and --${other} both say what to print; name one of them`);
}

async function findSides(call: Call): Promise<Sides | null> {
  const [first, second, third] = call.words;
  if (third !== undefined) {
    throw new UsageError(`pnpm diff takes two lessons, and "${third}" is one word too many`);
  }
  const frame = call.text("frame");
  if (frame !== undefined) {
    return sidesOfOne(`--frame ${frame}`, call, (entry) => frameSide(entry, frame));
  }
  const airflow = call.text("airflow");
  if (airflow !== undefined) {
    if (airflow !== "3")
      throw new UsageError(`--airflow is "${airflow}"; the lessons are for 2, so it can only be 3`);
    return sidesOfOne("--airflow 3", call, airflow3Side);
  }
  const isStep = call.isSet("next") || call.isSet("prev");
  if (isStep) return pairSides(await step(call, first, second));
  if (first === undefined) {
    throw new UsageError("pnpm diff needs a lesson or two: pnpm diff 07 08, or pnpm diff 08 for your own");
  }
  if (second !== undefined) return pairSides([findLesson(first), findLesson(second)]);
  return ownSides(findLesson(first), call);
}

async function step({ isSet }: Call, first: string | undefined, second: string | undefined): Promise<Pair> {
  if (isSet("next") && isSet("prev")) throw new UsageError("--next and --prev go different ways; name one");
  const given = first === undefined ? findPair(recall().pair) : await pairAt(findLesson(first), second);
  // `pnpm diff 08 --prev` is how 08 came about.
  if (first !== undefined && second === undefined && isSet("prev") && given) return given;
  return stepFrom(given, isSet("next") ? "next" : "prev");
}

async function pairAt(entry: LessonEntry, second: string | undefined): Promise<Pair> {
  return second === undefined ? pairOf(entry) : [entry, findLesson(second)];
}

function pairSides([from, to]: Pair): Sides {
  const sides = { from: lessonSide(from), to: lessonSide(to) };
  remember({ pair: [from.name, to.name] });
  return sides;
}

/** A lesson as it is, and in another form. */
function sidesOfOne(flag: string, call: Call, otherSide: (entry: LessonEntry) => Side): Sides {
  const {
    words: [first, second],
    isSet,
  } = call;
  if (first === undefined || second !== undefined || isSet("next") || isSet("prev")) {
    const [name = ""] = flag.split(" ");
    throw new UsageError(`${name} is about one lesson: pnpm diff 08 ${flag}`);
  }
  const entry = findLesson(first);
  return { from: lessonSide(entry), to: otherSide(entry) };
}

async function ownSides(entry: LessonEntry, call: Call): Promise<Sides | null> {
  const own = ownSide(findWork(entry.name));
  const solution = lessonSide(entry);
  return (await agreesToSee(entry, call)) ? { from: own, to: solution } : null;
}

async function render(call: Call, form: Form, sides: Sides, difference: Difference): Promise<string> {
  const forms = {
    async html() {
      const { differencePage } = await import("../diff/page.ts");
      return differencePage(sides, difference, await readLesson(sides.to.lesson));
    },
    async patch() {
      const { patchText } = await import("../diff/patch.ts");
      return patchText(sides);
    },
    async json() {
      const { differenceJson } = await import("../diff/json.ts");
      return `${JSON.stringify(differenceJson(sides, difference), null, 2)}\n`;
    },
    async text() {
      const { showDifference } = await import("../diff/text.ts");
      return `${showDifference(sides, difference, call.screen)}\n`;
    },
  };
  return forms[form]();
}
