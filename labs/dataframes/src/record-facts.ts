// Asks the registry for last releases and known vulnerabilities, and writes down the answers: run by hand, with a
// network, to bring the table up to date. What the registry does not say stays as it was recorded.

import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { factsFile, readFacts, type LibraryFacts } from "./facts.ts";
import { frames } from "./frames.ts";

const here = fileURLToPath(new URL("..", import.meta.url));

function ask(program: string, ...words: string[]): unknown {
  const { stdout } = spawnSync(program, words, { cwd: here, encoding: "utf8" });
  try {
    return JSON.parse(stdout);
  } catch {
    return null;
  }
}

interface Release {
  readonly latest: string;
  readonly released: string;
}

function lastRelease(library: string): Release | null {
  const answer = ask("npm", "view", library, "--json") as {
    "dist-tags": { latest: string };
    time: Record<string, string>;
  } | null;
  const latest = answer?.["dist-tags"].latest;
  const released = latest !== undefined && answer?.time[latest];
  if (latest === undefined || !released) return null;
  return isInOrder(answer.time) ? { latest, released: released.slice(0, 10) } : null;
}

/** A mirror of the registry reports when it fetched a version, and fetches old ones late. */
function isInOrder(times: Readonly<Record<string, string>>): boolean {
  const versions = Object.keys(times).filter((version) => /^\d+\.\d+\.\d+$/.test(version));
  const byVersion = versions.toSorted((a, b) => a.localeCompare(b, "en", { numeric: true }));
  const majors = Map.groupBy(byVersion, (version) => version.split(".").slice(0, 2).join("."));
  return [...majors.values()].every((own) =>
    own.every(
      (version, index) => index === 0 || (times[own[index - 1] ?? ""] ?? "") <= (times[version] ?? ""),
    ),
  );
}

interface Advisory {
  readonly module_name: string;
  readonly severity: string;
  readonly github_advisory_id: string;
  readonly findings: readonly { readonly paths: readonly string[] }[];
}

function audit(): Advisory[] | null {
  const answer = ask("pnpm", "audit", "--json") as { advisories?: Record<string, Advisory> } | null;
  return answer?.advisories ? Object.values(answer.advisories) : null;
}

const old = readFacts();
const advisories = audit();
const libraries: Record<string, LibraryFacts> = {};
for (const { library } of frames) {
  const known = library === null ? undefined : old.libraries[library];
  if (library === null || !known) continue;
  const isOf = ({ findings }: Advisory) =>
    findings.some(({ paths }) => paths.some((path) => path.split(">").includes(library)));
  const own = advisories?.filter(isOf);
  libraries[library] = {
    ...known,
    ...lastRelease(library),
    ...(own && {
      advisories: own.map((each) => `${each.module_name}: ${each.severity}, ${each.github_advisory_id}`),
    }),
  };
}
const recorded = Temporal.Now.plainDateISO("UTC").toString();
writeFileSync(
  factsFile,
  `${JSON.stringify({ recorded, isAudited: advisories !== null, libraries }, null, 2)}\n`,
);
