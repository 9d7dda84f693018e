// `pnpm dags lineage`: what tasks have written; and what a file, an asset or an address came from.

import { relative, sep } from "node:path";
import { pathOf, type Client } from "@daglings/live";
import { exitCodes, userPath, type Call, type ExitCode } from "../command-line.ts";
import type { Screen } from "../screen.ts";
import { wrapText } from "../show/wrap.ts";
import { count } from "../words.ts";
import { looking } from "./looking.ts";
import { sayJson, sayTable, timeText } from "./say.ts";

interface TraceAnswer {
  readonly dagId: string;
  readonly runId: string;
  readonly taskId: string;
  readonly tryNumber: number;
  readonly how: string;
  readonly at: string;
}

interface OriginAnswer {
  readonly name: string;
  readonly writtenBy: TraceAnswer | null;
  readonly others: number;
  readonly from: readonly (OriginAnswer & { readonly how: string })[];
}

export async function lineage(call: Call): Promise<ExitCode> {
  return await (call.words.length === 0 ? list : follow)(call);
}

const list = looking("lineage", [], async (client, call) => {
  const query = { limit: call.text("limit") };
  const answer = (await client.ask({ path: pathOf("lineage"), query })) as {
    names: readonly { readonly name: string; readonly writtenBy: TraceAnswer }[];
  };
  if (call.screen.isJson) return sayJson(call, answer);
  const rows = answer.names.map(({ name, writtenBy: { dagId, runId, taskId, how, at } }) => {
    return [name, how, `${dagId}.${taskId}`, timeText(at), runId];
  });
  if (rows.length === 0) call.screen.say("Nothing is on record that a task has written.");
  else sayTable(call.screen, ["what", "how", "by", "when", "run"], rows, { mayGo: ["run", "when", "how"] });
  return exitCodes.fine;
});

const follow = looking("lineage", ["NAME"], async (client: Client, call, [wanted]) => {
  const query = { name: nameFor(call, wanted) };
  const answer = (await client.ask({ path: `${pathOf("lineage")}/of`, query })) as {
    origin: OriginAnswer;
    readBy: readonly TraceAnswer[];
  };
  if (call.screen.isJson) return sayJson(call, answer);
  const { origin, readBy } = answer;
  const readers = readBy
    .slice(0, mostReaders)
    .flatMap((each) => attemptLines("read by", each, "  ", call.screen));
  const more = readBy.length - mostReaders;
  const lines = [
    ...originLines(origin, call.screen),
    ...readers,
    ...(more > 0 ? [`  … and by ${count(more, "other attempt")}`] : []),
  ];
  call.screen.say(lines.join("\n"));
  return exitCodes.fine;
});

const mostReaders = 3;
/** The API counts no further. */
const mostCounted = 99;

/** A file may also be named by its path from here, as a shell completes it. */
function nameFor(call: Call, wanted: string): string {
  const folder = call.text("dir");
  if (folder === undefined || /^\$|:\/\//.test(wanted)) return wanted;
  const inside = relative(userPath(folder), userPath(wanted)).split(sep).join("/");
  return inside.startsWith("..") ? wanted : inside;
}

const verbs: Readonly<Record<string, string>> = {
  written: "written by",
  declared: "an outlet of",
  perhaps: "perhaps written by",
};

function originLines({ name, writtenBy, others, from }: OriginAnswer, screen: Screen, indent = ""): string[] {
  const deeper = `${indent}  `;
  const sources = from.flatMap((source) => {
    const known =
      source.how === "upstream" ? " (what it read is not on record; the tasks before have written this)" : "";
    const [first = "", ...rest] = originLines(source, screen, deeper);
    return [...fit(`from ${first.trimStart()}${known}`, deeper, screen), ...rest];
  });
  if (writtenBy === null) return [`${indent}${name}`];
  const orMore = others === mostCounted ? " or more" : "";
  const earlier = `${count(others, "other attempt")}${orMore} had written it before`;
  return [
    `${indent}${name}`,
    ...attemptLines(verbs[writtenBy.how] ?? "", writtenBy, deeper, screen),
    ...(others > 0 ? [`${deeper}  ${earlier}`] : []),
    ...sources,
  ];
}

/** Which run it was is long: it has a line of its own. */
function attemptLines(
  verb: string,
  { taskId, dagId, runId, tryNumber, at }: TraceAnswer,
  indent: string,
  { isPlain }: Screen,
): string[] {
  const who = `${indent}${verb} ${taskId}, try ${tryNumber}, ${timeText(at)}`;
  const where = `of ${dagId}, ${runId}`;
  return isPlain ? [`${who}, ${where}`] : [who, `${indent}  ${where}`];
}

function fit(text: string, indent: string, { isPlain, width }: Screen): string[] {
  return isPlain ? [indent + text] : wrapText(text, width, indent, `${indent}  `);
}
