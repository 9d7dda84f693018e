// `pnpm teach handout`: the course as one HTML file, for the screen and for paper.

import process from "node:process";
import { UsageError } from "@daglings/engine";
import { checkMachine, givenFile, readLesson } from "@daglings/stage";
import { exitCodes, type Call, type ExitCode } from "../command-line.ts";
import { escapeMarkup } from "@daglings/words";
import { htmlPage } from "../page/page.ts";
import { write } from "../page/write.ts";
import { capture } from "./capture.ts";
import { readLessons } from "./lesson-range.ts";
import { lessonSection, sectionId } from "./lesson-section.ts";

export async function handout(call: Call): Promise<ExitCode> {
  const [word] = call.words;
  if (word !== undefined)
    throw new UsageError(`pnpm teach handout takes flags only; write --lessons ${word}`);
  const lessons = readLessons(call.text("lessons"));
  const described = await Promise.all(
    lessons.map(async (entry) => ({ entry, lesson: await readLesson(entry) })),
  );
  for (const { entry, lesson } of described) {
    givenFile(entry);
    checkMachine(lesson.needs);
  }
  const sections: string[] = [];
  for (const [index, { entry, lesson }] of described.entries()) {
    if (call.signal.aborted) return stopped();
    process.stderr.write(`${index + 1}/${described.length} ${entry.name}\n`);
    sections.push(lessonSection(entry, lesson, await capture(entry), call.isSet("for-students")));
  }
  const links = described.map(
    ({ entry, lesson }) =>
      `<li><a href="#${sectionId(entry)}">${entry.number} ${escapeMarkup(lesson.title)}</a></li>`,
  );
  const page = htmlPage({
    title: "Daglings: the handout",
    navigation: `<nav aria-label="Lessons">\n<ul>\n${links.join("\n")}\n</ul>\n</nav>\n`,
    main: `<h1>Daglings: the handout</h1>
<p>Each lesson is a step further than the one before. <code>pnpm lesson 08</code> runs one, <code>pnpm start 08</code> begins
your own version of it. Time is simulated; everything else that happens in a run is real.</p>
${sections.join("\n")}`,
  });
  if (call.screen.isJson && call.text("out") === undefined) {
    call.screen.say(JSON.stringify({ lessons: lessons.map(({ name }) => name), html: page }));
  } else {
    write(page, call);
    if (call.screen.isJson) call.screen.say(JSON.stringify({ lessons: lessons.map(({ name }) => name) }));
  }
  return exitCodes.fine;
}

function stopped(): ExitCode {
  process.stderr.write("Stopped by Ctrl-C: nothing is written.\n");
  return exitCodes.failed;
}
