// The files that tasks have left, as they were at a moment: who wrote each, what is in it, and what differs from the version
// before.

import { useMemo } from "preact/hooks";
import { countUpTo, type Dated, type History } from "../../shared/history.ts";
import type { AttemptName, FileWritten } from "../../shared/record.ts";
import { address, note } from "./address.ts";
import { FileChart } from "./file-chart.tsx";
import { FileView } from "./file-view.tsx";
import { lineDifference } from "./line-difference.ts";
import { Empty, Loaded } from "./panel.tsx";
import type { Player } from "./player.ts";
import { RunLineage } from "./run-lineage.tsx";
import { SearchBox } from "./search-box.tsx";
import { askText } from "./server.ts";
import { useAnswer } from "./use-answer.ts";
import { useNoted } from "./use-noted.ts";
import { runName } from "./what-happened.ts";
import { bytesText, count, instantText } from "./words.ts";

interface FilesProps {
  readonly player: Player;
  readonly path: string | null;
  readonly onChoose: (path: string | null) => void;
}

/** The number of files that are listed without being asked for. */
const mostListed = 60;

export function Files({ player, path, onChoose }: FilesProps) {
  const { history } = player.recording;
  const { moment } = player.now.value;
  const [wanted, search] = useNoted("find");
  const files = history.filesAt(moment);
  const [found, latest] = useMemo(() => {
    const all = [...files.values()];
    const name = wanted.toLowerCase();
    return [
      name === "" ? all : all.filter(({ entry }) => entry.path.toLowerCase().includes(name)),
      all.reduce((at, file) => Math.max(at, file.at), -1),
    ];
  }, [files, wanted]);
  const chosen = path === null ? undefined : files.get(path);
  if (files.size === 0 && path === null) return <Empty>No file is written yet at this moment.</Empty>;
  return (
    <div class="split">
      <div class="split-list">
        {files.size > 8 && <SearchBox what="Search files" value={wanted} search={search} />}
        <ul class="list" aria-label="Files">
          {found.slice(0, mostListed).map((file) => (
            <li key={file.entry.path}>
              <button
                type="button"
                class="list-item"
                aria-pressed={file.entry.path === path}
                onClick={() => onChoose(file.entry.path)}
              >
                <span class="file-name">{file.entry.path}</span>
                <small>
                  {bytesText(file.entry.bytes ?? 0)}
                  {timesText(countUpTo(history.versionsOf(file.entry.path), moment))}
                  {file.at === latest && player.now.value.at === latest ? ", just now" : ""}
                </small>
              </button>
            </li>
          ))}
        </ul>
        {found.length > mostListed && (
          <p class="empty">… and {count(found.length - mostListed, "more file")}: search for one</p>
        )}
        {found.length === 0 && <p class="empty">No file has this in its name.</p>}
      </div>
      <div class="split-view">
        {chosen ? (
          <OneFile player={player} file={chosen} />
        ) : (
          <Empty>
            {path === null
              ? "Choose a file to see what is in it, and who wrote it."
              : `${path} is not there at this moment.`}
          </Empty>
        )}
      </div>
    </div>
  );
}

function timesText(times: number): string {
  return times > 1 ? `, written ${count(times, "time")}` : "";
}

function writerText(history: History, by: readonly AttemptName[]): string {
  if (by.length === 0) return "by something other than a task";
  const names = by.map(({ run, taskId }) => `${taskId} of ${runName(history, run)}`);
  if (names.length === 1) return `by ${names[0] ?? ""}`;
  const last = names.slice(0, 4).join(", ");
  return `while these ran at once: ${last}${names.length > 4 ? ` and ${names.length - 4} more` : ""}`;
}

function OneFile({ player, file }: { readonly player: Player; readonly file: Dated<FileWritten> }) {
  const { history, id } = player.recording;
  const { entry } = file;
  const { show = "content" } = address.value.query;
  const versions = history.versionsOf(entry.path);
  const before = useMemo(
    () => versions[versions.indexOf(file) - 1] ?? previousOf(history, file),
    [history, file],
  );
  const isOfOther = before !== undefined && before.entry.path !== entry.path;
  const ways: [string, string][] = [["content", "Content"]];
  if (entry.path.endsWith(".csv")) ways.push(["chart", "Chart"]);
  ways.push(["lineage", "Lineage"]);
  if (before)
    ways.push(["difference", isOfOther ? "Differences from the run before" : "Differences from before"]);
  return (
    <div>
      <div class="inspector-head">
        <h3 class="file-name">{entry.path}</h3>
        <div class="segments" role="group" aria-label="What is shown of the file">
          {ways.map(([name, words]) => (
            <button
              key={name}
              type="button"
              aria-pressed={show === name}
              onClick={() => note({ show: name === "content" ? null : name })}
            >
              {words}
            </button>
          ))}
        </div>
      </div>
      <p class="file-by">
        Written at {instantText(file.at)}, {writerText(history, entry.by)}.
      </p>
      {versions.length > 1 && (
        <ol class="versions" aria-label={`Versions of ${entry.path}`}>
          {versions.slice(0, 40).map((version, number) => (
            <li key={version.moment}>
              <button
                type="button"
                class="quiet"
                aria-pressed={version === file}
                title={`${instantText(version.at)}, ${writerText(history, version.entry.by)}`}
                onClick={() => player.to(version.moment)}
              >
                {number + 1}
              </button>
            </li>
          ))}
          {versions.length > 40 && <li>… {versions.length - 40} more</li>}
        </ol>
      )}
      {show === "difference" && before ? (
        <Difference id={id} from={before.entry} to={entry} />
      ) : show === "chart" && entry.path.endsWith(".csv") ? (
        <ChartOfKind player={player} file={file} />
      ) : show === "lineage" ? (
        <RunLineage key={entry.path} player={player} path={entry.path} />
      ) : (
        <Content id={id} entry={entry} />
      )}
    </div>
  );
}

/** Files of the same folder and kind are of one kind. */
function kindOf(path: string): string {
  return path.replace(/[^/.]*(\.\w+)$/, "*$1");
}

/** The file that stands for this one in the run before. */
function previousOf(history: History, { entry, moment }: Dated<FileWritten>): Dated<FileWritten> | undefined {
  return history.files.findLast(
    (other) =>
      other.moment < moment &&
      other.entry.bytes !== null &&
      other.entry.path < entry.path &&
      kindOf(other.entry.path) === kindOf(entry.path),
  );
}

async function contentOf(id: string, { version, bytes }: FileWritten): Promise<string> {
  if (version === null) throw new Error("this file is too large to be kept; see the run's folder");
  return await askText(`runs/${id}/versions/${version}?bytes=${bytes ?? 0}`);
}

function Content({ id, entry }: { readonly id: string; readonly entry: FileWritten }) {
  const [answer, again] = useAnswer(() => contentOf(id, entry), [id, entry.version, entry.bytes]);
  return (
    <Loaded answer={answer} again={again}>
      {(text) => <FileView path={entry.path} text={text} />}
    </Loaded>
  );
}

/** The number of files that are read for one chart: the latest. */
const mostCharted = 60;
/** The number of lines of a difference that are drawn. */
const mostCompared = 2000;

function ChartOfKind({ player, file }: { readonly player: Player; readonly file: Dated<FileWritten> }) {
  const { history, id } = player.recording;
  const { path } = file.entry;
  const files = history.filesAt(player.now.value.moment);
  const kind = useMemo(
    () => [...files.values()].filter(({ entry }) => kindOf(entry.path) === kindOf(path)).slice(-mostCharted),
    [files, path],
  );
  return (
    <FileChart
      path={path}
      about={`${id} ${kind.map(({ entry }) => `${entry.version} ${entry.bytes}`).join()}`}
      load={() => Promise.all(kind.map(({ entry }) => contentOf(id, entry)))}
    />
  );
}

function Difference({
  id,
  from,
  to,
}: {
  readonly id: string;
  readonly from: FileWritten;
  readonly to: FileWritten;
}) {
  const [answer, again] = useAnswer(
    () => Promise.all([contentOf(id, from), contentOf(id, to)]),
    [id, from.version, from.bytes, to.version, to.bytes],
  );
  return (
    <Loaded answer={answer} again={again}>
      {([before, after]) => {
        const lines = lineDifference(readable(from.path, before), readable(to.path, after));
        const changed = lines.filter(({ kind }) => kind !== "same").length;
        return (
          <>
            <p class="file-by">
              {changed === 0
                ? "Both are the same."
                : `${count(changed, "line")} differ from ${from.path === to.path ? "the version before" : from.path}.`}
              {lines.length > mostCompared &&
                ` The first ${mostCompared.toLocaleString("en")} lines are shown.`}
            </p>
            <pre class="log difference" tabIndex={0} role="group" aria-label="Differences">
              {lines
                .slice(0, mostCompared)
                .map(({ kind, text }, index) =>
                  kind === "same" ? (
                    <span key={index}>{`  ${text}\n`}</span>
                  ) : kind === "added" ? (
                    <ins key={index}>{`+ ${text}\n`}</ins>
                  ) : (
                    <del key={index}>{`- ${text}\n`}</del>
                  ),
                )}
            </pre>
          </>
        );
      }}
    </Loaded>
  );
}

/** JSON in one line is compared item by item. */
function readable(path: string, text: string): string {
  if (!path.endsWith(".json")) return text;
  try {
    const value = JSON.parse(text) as unknown;
    if (Array.isArray(value)) return value.map((each) => JSON.stringify(each)).join("\n");
    return JSON.stringify(value, null, 1);
  } catch {
    return text;
  }
}
