// For everything that reads JUnit XML: GitLab, Jenkins, CodeGrade.

import type { LessonEntry } from "@daglings/stage";
import { aboutHonesty, lessonFlag, pinnedPnpm, type Target } from "./target.ts";

export function junitTarget(lessons: readonly LessonEntry[]): Target {
  const flag = lessonFlag(lessons);
  const pnpm = `npx -y ${pinnedPnpm()}`;
  return {
    course: "template",
    isRepository: true,
    files: [
      {
        path: "template/.gitlab-ci.yml",
        text: `check:
  image: node:22
  script:
    - sh ci/junit.sh junit.xml
  artifacts:
    when: always
    reports:
      junit: junit.xml
`,
      },
      {
        path: "template/ci/junit.sh",
        isProgram: true,
        text: `#!/bin/sh
# Checks the lessons, and writes JUnit XML to the file that is named, or that CodeGrade names. A lesson without a file
# counts as failed.
set -eu
cd "$(dirname "$0")/.."
out=\${1:-\${CG_JUNIT_XML_LOCATION:-junit.xml}}
${pnpm} install --frozen-lockfile >&2
npx -y pnpm teach grade . --one --trust-submissions ${flag} --format junit > "$out"
`,
      },
    ],
    readme: `# Daglings with JUnit XML

\`template/\` is a repository with one commit and no solution.

- GitLab: push it. \`.gitlab-ci.yml\` writes \`junit.xml\`, which GitLab shows in the merge request and in the pipeline.
- CodeGrade: let a unit test step run \`sh ci/junit.sh\`; it writes to \`$CG_JUNIT_XML_LOCATION\`.
- Jenkins and others: \`sh ci/junit.sh build/junit.xml\`.

A suite is a lesson, and a test is a check of it.

${aboutHonesty}`,
  };
}
