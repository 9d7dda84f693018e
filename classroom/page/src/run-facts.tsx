// The dates of a run, and how it came to be.

import { instantText } from "./words.ts";

interface RunFactsProps {
  readonly runType: string;
  /** null: it has none. */
  readonly interval: readonly [from: number, to: number] | null;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly conf: Readonly<Record<string, unknown>>;
}

const kinds: Readonly<Record<string, string>> = {
  scheduled: "on schedule",
  manual: "by hand",
  backfill: "by a backfill",
  dataset_triggered: "by a dataset",
  asset_triggered: "by an asset",
};

export function RunFacts({ runType, interval, createdAt, startedAt, finishedAt, conf }: RunFactsProps) {
  return (
    <dl class="facts">
      <dt>data interval</dt>
      <dd>{interval === null ? "none" : interval.map(instantText).join(" → ")}</dd>
      <dt>made</dt>
      <dd>
        {instantText(createdAt)}, {kinds[runType] ?? runType}
      </dd>
      <dt>ran</dt>
      <dd>
        {startedAt === null ? "not yet" : instantText(startedAt)}
        {finishedAt === null ? "" : ` → ${instantText(finishedAt)}`}
      </dd>
      {Object.keys(conf).length > 0 && (
        <>
          <dt>conf</dt>
          <dd>
            <code>{JSON.stringify(conf)}</code>
          </dd>
        </>
      )}
    </dl>
  );
}
