// For GitHub Actions: a repository with a workflow that checks every lesson that was begun.

import { aboutHonesty, pinnedPnpm, type Target } from "./target.ts";

export function actionsTarget(): Target {
  return {
    course: "template",
    isRepository: true,
    files: [{ path: "template/.github/workflows/check.yml", text: workflow() }],
    readme: `# Daglings for GitHub Actions

\`template/\` is a repository with one commit and no solution. Push it, mark it as a template on GitHub, and let each student
make a repository from it. At each push \`.github/workflows/check.yml\` checks all lessons that the student has begun, and shows

- a table in the summary of the job,
- the first trouble of each lesson as an annotation at the line, ten at most,
- \`results.json\` (daglings/result/v1) and \`junit.xml\` as an artifact.

${aboutHonesty}`,
  };
}

function workflow(): string {
  const pnpm = `npx -y ${pinnedPnpm()}`;
  return `name: check

on:
  push:
  pull_request:
  workflow_dispatch:

permissions:
  contents: read

jobs:
  check:
    runs-on: ubuntu-latest
    timeout-minutes: 20
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      - name: Install
        run: ${pnpm} install --frozen-lockfile
      - name: Check
        run: npx -y pnpm check --all --json > results.json
      - name: Report
        if: \${{ !cancelled() }}
        run: |
          test -s results.json || exit 0
          npx -y pnpm teach convert results.json --for actions
          npx -y pnpm teach convert results.json --for markdown >> "$GITHUB_STEP_SUMMARY"
          npx -y pnpm teach convert results.json --for junit --out junit.xml
      - name: Keep the results
        if: \${{ !cancelled() }}
        uses: actions/upload-artifact@v4
        with:
          name: results
          path: |
            results.json
            junit.xml
          if-no-files-found: ignore
`;
}
