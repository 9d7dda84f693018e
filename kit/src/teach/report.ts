// What one student gets back: a page with the marks and, for each check that does not pass, what was seen.

import { listLessons } from "@daglings/stage";
import { detailsOf, type Graded, type GradedStudent, nameOf } from "@daglings/grading";
import { type Result, type TestResult } from "@daglings/grading/check";
import { escapeMarkup } from "@daglings/words";
import { htmlPage } from "../page/page.ts";
import { count } from "../words.ts";

export function studentReport(
  { student, score, maxScore, results }: GradedStudent,
  { seeds }: Graded,
): string {
  const name = escapeMarkup(student);
  const rows = results.map(
    (result) =>
      `<tr><th scope="row"><a href="#lesson-${result.lesson.slice(0, 2)}">${result.lesson}</a></th><td>${statusHtml(wordOf(result))}</td><td>${result.score} of ${result.maxScore}</td></tr>`,
  );
  return htmlPage({
    title: `Daglings: ${student}`,
    main: `<h1>${name}</h1>
<p class="goal">${score} of ${count(maxScore, "check")} passed, with the seeds ${seeds.join(" and ")}.</p>
<table>
<caption class="hidden">Marks by lesson</caption>
<thead><tr><th scope="col">Lesson</th><th scope="col">Result</th><th scope="col">Checks passed</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>
${results.map(lessonHtml).join("\n")}`,
  });
}

function wordOf({ status, isSubmitted }: GradedStudent["results"][number]): string {
  return isSubmitted ? status : "missing";
}

function lessonHtml(result: GradedStudent["results"][number]): string {
  const number = result.lesson.slice(0, 2);
  const message = result.message === null ? "" : `<p>${escapeMarkup(result.message)}</p>`;
  const next =
    result.status === "pass" || !isHere(result) ? "" : `<p>Next: <code>pnpm hint ${number}</code></p>`;
  return `<section id="lesson-${number}">
<h2>${result.lesson}: ${statusHtml(wordOf(result))}</h2>
${message}${next}<ul>
${result.tests.map(testHtml).join("\n")}
</ul>
</section>`;
}

function isHere({ lesson }: Result): boolean {
  return listLessons().some(({ name }) => name === lesson);
}

function testHtml(test: TestResult): string {
  const head = `${statusHtml(test.status)} ${escapeMarkup(nameOf(test))}`;
  if (test.status === "pass") return `<li>${head}</li>`;
  if (test.status === "skip")
    return `<li>${head} <span class="muted">(${escapeMarkup(test.message ?? "")})</span></li>`;
  const place = test.line === null ? "" : `\nfile: ${test.file}:${test.line}`;
  return `<li>${head}<pre>${escapeMarkup(detailsOf(test) + place)}</pre></li>`;
}

function statusHtml(word: string): string {
  const style = word === "pass" ? "pass" : word === "skip" ? "muted" : "fail";
  return `<span class="${style}">${word.toUpperCase()}</span>`;
}
