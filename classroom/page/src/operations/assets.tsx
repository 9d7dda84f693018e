// The assets: what updates and awaits them, what has happened to them, and an update from outside.

import { address, hashOf, note } from "../address.ts";
import { Empty, Loaded, Panel } from "../panel.tsx";
import { ask } from "../server.ts";
import { useNoted } from "../use-noted.ts";
import { count } from "../words.ts";
import { Outcome, useAct } from "./act.tsx";
import type { Asset, AssetEvent } from "./answers.ts";
import { livePath, useLive } from "./ask-live.ts";
import { Instant } from "./instant.tsx";
import { readObject } from "./json-field.ts";

export function Assets({ isViewer }: { readonly isViewer: boolean }) {
  const [answer, again] = useLive<{ assets: readonly Asset[] }>(livePath("assets"));
  const chosen = address.value.query["asset"] ?? null;
  return (
    <Panel title="Assets">
      <Loaded answer={answer} again={again}>
        {({ assets }) => {
          if (assets.length === 0) return <Empty>No DAG waits for an asset or updates one.</Empty>;
          const asset = assets.find(({ name }) => name === chosen);
          return (
            <div class="split">
              <ul class="list split-list" aria-label="Assets">
                {assets.map(({ name, updatedAt }) => (
                  <li key={name}>
                    <button
                      type="button"
                      class="list-item"
                      aria-pressed={name === chosen}
                      onClick={() => note({ asset: name })}
                    >
                      <span class="file-name">{name}</span>
                      <small>
                        {updatedAt === null ? "" : "updated "}
                        <Instant at={updatedAt} none="not updated yet" />
                      </small>
                    </button>
                  </li>
                ))}
              </ul>
              <div class="split-view">
                {asset ? (
                  <OneAsset key={asset.name} asset={asset} isViewer={isViewer} />
                ) : (
                  <Empty>
                    {chosen === null
                      ? "Choose an asset to see its events."
                      : `There is no asset "${chosen}".`}
                  </Empty>
                )}
              </div>
            </div>
          );
        }}
      </Loaded>
    </Panel>
  );
}

function OneAsset({ asset, isViewer }: { readonly asset: Asset; readonly isViewer: boolean }) {
  const { name, watch, updatedBy, awaitedBy } = asset;
  const [answer, again] = useLive<{ events: readonly AssetEvent[] }>(livePath("assets", name, "events"));
  const [extra, setExtra] = useNoted("extra");
  const act = useAct();
  const tell = async () => {
    const body = { extra: readObject(extra, "extra") };
    const { events } = await ask<{ events: readonly AssetEvent[] }>(livePath("assets", name, "events"), body);
    return `${count(events.length, "event")} on record.`;
  };
  return (
    <div>
      <h3 class="file-name">{name}</h3>
      <dl class="facts">
        <dt>updated by</dt>
        <dd>
          {updatedBy.length === 0 && "no task"}
          {updatedBy.map(({ dagId, taskId }) => (
            <span key={`${dagId} ${taskId}`}>
              <DagLink dagId={dagId} /> › {taskId}{" "}
            </span>
          ))}
        </dd>
        <dt>awaited by</dt>
        <dd>
          {awaitedBy.length === 0 && "no DAG"}
          {awaitedBy.map((dagId) => (
            <span key={dagId}>
              <DagLink dagId={dagId} />{" "}
            </span>
          ))}
        </dd>
        {watch !== null && (
          <>
            <dt>watched</dt>
            <dd>{watch}</dd>
          </>
        )}
      </dl>
      <form
        class="deed-form"
        onSubmit={(event) => {
          event.preventDefault();
          act.start(tell);
        }}
      >
        <label>
          <span>extra, as JSON</span>
          <input
            type="text"
            placeholder='{"rows": 5}'
            value={extra}
            onInput={({ currentTarget }) => setExtra(currentTarget.value)}
          />
        </label>
        <button type="submit" disabled={isViewer || act.isUnderWay}>
          Record an update
        </button>
      </form>
      <Outcome act={act} />
      <h4>Latest events</h4>
      <Loaded answer={answer} again={again}>
        {({ events }) =>
          events.length === 0 ? (
            <Empty>It has not been updated yet.</Empty>
          ) : (
            <ol class="plain-list" aria-label={`Events of ${name}`}>
              {events.toReversed().map((event) => (
                <li key={event.id}>
                  <Instant at={event.at} none="" />,{" "}
                  {event.dagId === null || event.runId === null ? (
                    "from outside"
                  ) : (
                    <>
                      by {event.taskId} of <RunLink dagId={event.dagId} runId={event.runId} />
                    </>
                  )}
                  {Object.keys(event.extra).length > 0 && <code> {JSON.stringify(event.extra)}</code>}
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
    </div>
  );
}

function DagLink({ dagId }: { readonly dagId: string }) {
  return <a href={hashOf({ name: "operations", part: "dags" }, { dag: dagId })}>{dagId}</a>;
}

export function RunLink({ dagId, runId }: { readonly dagId: string; readonly runId: string }) {
  return (
    <a href={hashOf({ name: "operations", part: "dags" }, { dag: dagId, dagrun: runId })}>
      {dagId}, {runId}
    </a>
  );
}
