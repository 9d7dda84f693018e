// Where a file of a lesson's run came from, as the run has left it.

import { useState } from "preact/hooks";
import { note } from "./address.ts";
import { OriginTree } from "./origin-tree.tsx";
import type { OriginAnswer } from "./origin.ts";
import { Loaded } from "./panel.tsx";
import type { Player } from "./player.ts";
import { ask } from "./server.ts";
import { useAnswer } from "./use-answer.ts";

interface RunLineageProps {
  readonly player: Player;
  readonly path: string;
}

export function RunLineage({ player, path }: RunLineageProps) {
  const { id, history, hearing } = player.recording;
  const [name, choose] = useState(path);
  const [answer, again] = useAnswer(
    () => ask<OriginAnswer>(`runs/${id}/lineage?name=${encodeURIComponent(name)}`),
    [id, name],
    [hearing.value],
  );
  return (
    <Loaded answer={answer} again={again}>
      {(found) => (
        <OriginTree
          answer={found}
          onChoose={choose}
          linkTo={({ dagId, runId, taskId }, words) => {
            const run = history.runs.find((each) => each.dagId === dagId && each.runId === runId);
            if (!run) return words;
            return (
              <button
                type="button"
                class="link"
                onClick={() => note({ dag: dagId, dagrun: String(run.number), task: taskId })}
              >
                {words}
              </button>
            );
          }}
        />
      )}
    </Loaded>
  );
}
