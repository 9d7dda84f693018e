// For Gradescope: what goes into the zip of an autograder.

import type { LessonEntry } from "@daglings/stage";
import { lessonFlag, pinnedPnpm, type Target } from "./target.ts";

export function gradescopeTarget(lessons: readonly LessonEntry[]): Target {
  const flag = lessonFlag(lessons);
  const what = lessons.length === 1 ? "`dag.ts`" : "the folder `work/`, or the whole repository";
  return {
    course: "autograder/course",
    isRepository: false,
    files: [
      { path: "autograder/setup.sh", isProgram: true, text: setup() },
      { path: "autograder/run_autograder", isProgram: true, text: runner(flag) },
    ],
    readme: `# Daglings for Gradescope

1. Make the zip: \`cd autograder && zip -r ../autograder.zip .\` (the two scripts must be at its root).
2. In a programming assignment, upload it under "Configure Autograder".
3. Students hand in ${what}.

The copy of the course in it has no solution: what a student hands in runs beside it, and could read it.
For students without the course, \`pnpm teach export --for actions\` makes a repository to begin with.
`,
  };
}

function setup(): string {
  return `#!/usr/bin/env bash
# Gradescope runs this once, when it builds the image.
set -euo pipefail
apt-get update
apt-get install -y curl ca-certificates
if ! command -v node >/dev/null || [ "$(node --print 'process.versions.node.split(".")[0]')" -lt 20 ]; then
  curl -fsSL https://deb.nodesource.com/setup_22.x | bash -
  apt-get install -y nodejs
fi
cd /autograder/source/course
npx -y ${pinnedPnpm()} install --frozen-lockfile
`;
}

function runner(flag: string): string {
  return `#!/usr/bin/env bash
# Gradescope runs this for each submission.
set -u
root=\${AUTOGRADER_ROOT:-/autograder}
course=$root/source/course
results=$root/results/results.json
made=$(mktemp -d)
mkdir -p "$root/results"
if "$course/node_modules/.bin/node" "$course/kit/src/main.js" teach grade "$root/submission" --one --trust-submissions ${flag} \\
  --out "$made" --format gradescope > "$made/results.json"; then
  mv "$made/results.json" "$results"
else
  printf '{"score": 0, "output": "%s"}\\n' "The autograder itself has failed. Please tell your teacher." > "$results"
fi
`;
}
