// Two moments compared: what has changed from one to the other.

import { findTask } from "@daglings/engine/core";
import type { History } from "../../shared/history.ts";
import type { Player } from "./player.ts";
import type { Chosen } from "./runs-table.tsx";
import { StateIcon } from "./state-icon.tsx";
import { runName } from "./what-happened.ts";
import { count, instantText, stateText } from "./words.ts";

interface SinceProps {
  readonly player: Player;
  readonly mark: number;
  readonly onChoose: (chosen: Chosen) => void;
}

const most = 40;

export function Since({ player, mark, onChoose }: SinceProps) {
  const { history } = player.recording;
  const { moment } = player.now.value;
  const [from, to] = mark <= moment ? [mark, moment] : [moment, mark];
  const made = history.runCountAt(to) - history.runCountAt(from);
  const changes = changesBetween(history, from, to);
  const [before, after] = [history.filesAt(from), history.filesAt(to)];
  const files = [...after.values()].filter((file) => before.get(file.entry.path)?.moment !== file.moment);
  const gone = [...before.keys()].filter((path) => !after.has(path));
  const mails = history.mails.filter((mail) => mail.moment > from && mail.moment <= to);
  const isNothing =
    made === 0 && changes.length === 0 && files.length === 0 && gone.length === 0 && mails.length === 0;
  return (
    <div class="since" role="status">
      <p>
        From <strong>{instantText(history.instantOf(from))}</strong> to{" "}
        <strong>{instantText(history.instantOf(to))}</strong>:{" "}
        {isNothing
          ? "nothing is different."
          : [
              made > 0 && `${count(made, "run")} made`,
              changes.length > 0 && `${count(changes.length, "state")} changed`,
              files.length > 0 && `${count(files.length, "file")} written`,
              gone.length > 0 && `${count(gone.length, "file")} gone`,
              mails.length > 0 && `${count(mails.length, "mail")} came`,
            ]
              .filter(Boolean)
              .join(", ")}
      </p>
      <ul class="since-list">
        {changes.slice(0, most).map(({ run, taskId, was, is }) => (
          <li key={`${run} ${taskId}`}>
            <button type="button" class="link" onClick={() => onChoose({ run, taskId })}>
              {taskId} of {runName(history, run)}
            </button>
            <span class="since-change">
              <StateIcon state={was} isSilent />
              {stateText(was)} → <StateIcon state={is} isSilent />
              {stateText(is)}
            </span>
          </li>
        ))}
        {files.slice(0, most).map(({ entry }) => (
          <li key={entry.path}>
            {before.has(entry.path) ? "changed" : "new"}: <span class="file-name">{entry.path}</span>
          </li>
        ))}
      </ul>
      {changes.length > most && <p class="empty">… and {count(changes.length - most, "more state")}</p>}
    </div>
  );
}

function changesBetween(history: History, from: number, to: number) {
  return history.runs.slice(0, history.runCountAt(to)).flatMap((recorded) => {
    const is = history.versionAt(recorded, to);
    const was = history.versionAt(recorded, from);
    if (!is || is === was) return [];
    return is.run.tasks.ids.flatMap((taskId) => {
      const [old, fresh] = [was && findTask(was.run.tasks, taskId), findTask(is.run.tasks, taskId)];
      if (!fresh || (old?.state ?? "none") === fresh.state) return [];
      return [{ run: recorded.number, taskId, was: old?.state ?? "none", is: fresh.state }];
    });
  });
}
