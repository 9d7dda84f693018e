// What has happened to assets, as a workflow: it numbers the events, and tells the DAGs that wait for them.

import {
  allHandlersFinished,
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  setHandler,
  workflowInfo,
} from "@temporalio/workflow";
import {
  assetEvents,
  assetsUpdated,
  awaitAssets,
  tellAssets,
  type AssetBookState,
  type AssetUpdate,
  type ToldEvent,
} from "./messages.ts";

/** In events of its history. */
const longHistory = 4000;
/** How many events of assets it remembers: a run is told of those for which it is made. */
const mostEvents = 2000;

export async function assetBook(input: AssetBookState): Promise<void> {
  let { lastId } = input;
  let events = [...input.events];
  const awaiting = new Map(Object.entries(input.awaiting));
  let telling = Promise.resolve();

  /** One after the other: a schedule hears of events in their order. */
  async function tell(dagId: string, told: readonly ToldEvent[]): Promise<void> {
    const own = told.filter(({ asset }) => awaiting.get(dagId)?.includes(asset));
    if (own.length === 0) return;
    telling = telling.then(
      () =>
        getExternalWorkflowHandle(dagId)
          .signal(assetsUpdated, own)
          .catch(() => void awaiting.delete(dagId)), // nobody follows this DAG any more
    );
    await telling;
  }

  /** An activity may be tried again, and a watcher may see the same file again. */
  function isKnown(update: AssetUpdate): boolean {
    return events.some(
      (event) =>
        event.asset === update.asset &&
        (update.key === null
          ? update.runId !== null && nameOf(event) === nameOf(update)
          : event.key === update.key),
    );
  }

  setHandler(tellAssets, async (updates) => {
    const fresh = updates.filter((update) => !isKnown(update)).map((update) => ({ id: ++lastId, ...update }));
    events = [...events, ...fresh].slice(-mostEvents);
    await Promise.all([...awaiting.keys()].map((dagId) => tell(dagId, fresh)));
    return fresh;
  });
  setHandler(awaitAssets, async (dagId, assets) => {
    awaiting.set(dagId, assets);
    await tell(dagId, events);
  });
  setHandler(assetEvents, (after) => events.filter(({ id }) => id > after));

  await condition(
    () =>
      (workflowInfo().continueAsNewSuggested || workflowInfo().historyLength > longHistory) &&
      allHandlersFinished(),
  );
  await continueAsNew<typeof assetBook>({ lastId, events, awaiting: Object.fromEntries(awaiting) });
}

function nameOf({ dagId, runId, taskId, tryNumber }: AssetUpdate): string {
  return JSON.stringify([dagId, runId, taskId, tryNumber]);
}
