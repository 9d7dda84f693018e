// What tasks have written, and where each of it came from: from a CSV back to the request.

import { address, hashOf, note } from "../address.ts";
import { OriginTree } from "../origin-tree.tsx";
import type { OriginAnswer, Trace } from "../origin.ts";
import { Empty, Loaded, Panel } from "../panel.tsx";
import { SearchBox } from "../search-box.tsx";
import { useNoted } from "../use-noted.ts";
import { livePath, useLive } from "./ask-live.ts";
import { Instant } from "./instant.tsx";

interface Written {
  readonly name: string;
  readonly writtenBy: Trace;
}

/** The number of names that are listed without being asked for. */
const mostListed = 100;

export function Lineage() {
  const [answer, again] = useLive<{ names: readonly Written[] }>(`${livePath("lineage")}?limit=1000`);
  const [wanted, search] = useNoted("find");
  const chosen = address.value.query["name"] ?? null;
  return (
    <Panel title="Lineage">
      <div class="split">
        <div class="split-list">
          <SearchBox what="Search files, assets, addresses" value={wanted} search={search} />
          <Loaded answer={answer} again={again}>
            {({ names }) => {
              const found = names.filter(({ name }) => name.toLowerCase().includes(wanted.toLowerCase()));
              if (found.length === 0) {
                return (
                  <Empty>
                    {names.length === 0
                      ? "No task has written anything yet."
                      : "Nothing has this in its name."}
                  </Empty>
                );
              }
              return (
                <ul class="list" aria-label="What tasks have written">
                  {found.slice(0, mostListed).map(({ name, writtenBy }) => (
                    <li key={name}>
                      <button
                        type="button"
                        class="list-item"
                        aria-pressed={name === chosen}
                        onClick={() => note({ name })}
                      >
                        <span class="file-name">{name}</span>
                        <small>
                          by {writtenBy.taskId}, <Instant at={writtenBy.at} none="" />
                        </small>
                      </button>
                    </li>
                  ))}
                </ul>
              );
            }}
          </Loaded>
        </div>
        <div class="split-view">
          {chosen === null ? (
            <Empty>Choose a file to follow it back to what it came from.</Empty>
          ) : (
            <OneOrigin key={chosen} name={chosen} />
          )}
        </div>
      </div>
    </Panel>
  );
}

function OneOrigin({ name }: { readonly name: string }) {
  const [answer, again] = useLive<OriginAnswer>(
    `${livePath("lineage", "of")}?name=${encodeURIComponent(name)}`,
  );
  return (
    <Loaded answer={answer} again={again}>
      {(found) => (
        <OriginTree
          answer={found}
          onChoose={(next) => note({ name: next })}
          linkTo={({ dagId, runId, taskId }, words) => (
            <a
              href={hashOf({ name: "operations", part: "dags" }, { dag: dagId, dagrun: runId, task: taskId })}
            >
              {words}
            </a>
          )}
        />
      )}
    </Loaded>
  );
}
