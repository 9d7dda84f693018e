// What could have been seen of a version that does one thing wrong, made from what was seen of a right one. With these
// the course asks of each of its own checks whether it can fail.

import type { Observation, ObservedDag, ObservedRun } from "@daglings/lessons";

export function mutationsOf(seen: Observation): Observation[] {
  return [
    { ...seen, loadError: "it does not load" },
    { ...seen, source: "" },
    { ...seen, dags: [] },
    ...scripts(seen),
    ...files(seen).map((changed) => ({ ...seen, files: changed })),
    ...files({ files: seen.before }).map((changed) => ({ ...seen, before: changed })),
    { ...seen, exposed: Object.keys(seen.before) },
    ...mails(seen),
    { ...seen, messages: seen.messages.slice(1) },
    { ...seen, messages: [...seen.messages, ...seen.messages] },
    { ...seen, secretSeenIn: ["a file"] },
    ...requests(seen),
    ...dags(seen),
  ];
}

function scripts(seen: Observation): Observation[] {
  const { script } = seen;
  if (!script) return [];
  return [0, 1].map((exitCode) => ({ ...seen, script: { ...script, exitCode } }));
}

function files({ files: there }: Pick<Observation, "files">): Observation["files"][] {
  const paths = Object.keys(there);
  return [
    {},
    { ...there, "data/left-over.txt": "something" },
    { ...there, "workspace/left-over.txt": "something" },
    { ...there, "data/events.json": "[{" },
    ...paths.map((path) => Object.fromEntries(Object.entries(there).filter(([each]) => each !== path))),
    ...paths.map((path) => ({ ...there, [path]: `${there[path] ?? ""}x\n` })),
    ...paths.map((path) => ({ ...there, [path]: (there[path] ?? "").replace(/\d(?=\D*$)/, "9876") })),
  ];
}

function mails(seen: Observation): Observation[] {
  const [first, ...others] = seen.mails;
  if (!first) return [{ ...seen, mails: [{ to: "a@example.com", subject: "Stats", text: "" }] }];
  return [others, [first, ...seen.mails], [{ ...first, text: "" }, ...others]].map((changed) => ({
    ...seen,
    mails: changed,
  }));
}

function requests(seen: Observation): Observation[] {
  const changed = seen.requests.map((request) => ({ ...request, path: request.path.replace(/\?.*/, "") }));
  return [[], changed, [...seen.requests, ...seen.requests]].map((each) => ({ ...seen, requests: each }));
}

function dags(seen: Observation): Observation[] {
  const judged = seen.dags.at(-1);
  if (!judged) return [];
  const { runs } = judged;
  const withRuns = (changed: readonly ObservedRun[]): ObservedDag => ({ ...judged, runs: changed });
  const changedRuns = runs.flatMap((run, index) =>
    mutatedRuns(run).map((other) => withRuns(runs.with(index, other))),
  );
  const changed: ObservedDag[] = [
    { ...judged, tasks: [] },
    { ...judged, tasks: judged.tasks.map((task) => ({ ...task, upstream: [] })) },
    { ...judged, intervals: judged.intervals.slice(1) },
    withRuns([]),
    withRuns(runs.slice(1)),
    withRuns([...runs, ...runs.slice(0, 1)]),
    ...changedRuns,
  ];
  return changed.map((dag) => ({ ...seen, dags: [...seen.dags.slice(0, -1), dag] }));
}

function mutatedRuns(run: ObservedRun): ObservedRun[] {
  const yesterday = (text: string) => Temporal.Instant.from(text).subtract({ hours: 24 }).toString();
  const tasks = (change: (task: ObservedRun["tasks"][number]) => ObservedRun["tasks"][number]) => ({
    ...run,
    tasks: run.tasks.map(change),
  });
  return [
    { ...run, state: run.state === "success" ? "failed" : "success" },
    { ...run, runType: run.runType === "manual" ? "scheduled" : "manual" },
    { ...run, createdAt: yesterday(run.createdAt) },
    { ...run, dataIntervalStart: yesterday(run.dataIntervalStart) },
    tasks((task) => ({ ...task, state: task.state === "success" ? "failed" : "success" })),
    tasks((task) => ({ ...task, times: [] })),
    tasks((task) => ({ ...task, attempts: task.attempts + 1, tryNumber: task.tryNumber + 1 })),
    tasks((task) => ({ ...task, attempts: 1, tryNumber: 1 })),
    tasks((task) => ({ ...task, secondsRunning: task.secondsRunning + 1 })),
  ];
}
