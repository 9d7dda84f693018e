// The runs of a DAG: for each, the states of its tasks, and its place in time, on one line. Only what can be seen is drawn, so
// that thousands of runs cost no more than twenty, and a thousand tasks no more than a hundred.

import { memo } from "preact/compat";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { History, RecordedRun, RunVersion, Try } from "../../shared/history.ts";
import { findTask } from "@daglings/engine/core";
import { Empty } from "./panel.tsx";
import type { Player } from "./player.ts";
import { StateIcon } from "./state-icon.tsx";
import { columnsInSight } from "./task-columns.ts";
import { ticksOf, timeScale, zoomed, type TimeScale } from "./time-scale.ts";
import { useSize } from "./use-size.ts";
import { runName } from "./what-happened.ts";
import { instantText, stateText, tickText } from "./words.ts";

export interface Chosen {
  /** The run's number; null: none. */
  readonly run: number | null;
  readonly taskId: string | null;
}

interface RunsTableProps {
  readonly player: Player;
  readonly dagId: string;
  readonly chosen: Chosen;
  readonly onChoose: (chosen: Chosen) => void;
  readonly onPeek: (run: number | null) => void;
}

const overscan = 4;
/** In pixels. Where the tasks would leave less, the table is scrolled sideways. */
const leastLane = 120;

export function RunsTable({ player, dagId, chosen, onChoose, onPeek }: RunsTableProps) {
  const { history } = player.recording;
  const now = player.now.value;
  const [box, width, height] = useSize<HTMLDivElement>();
  const [wide, wideWidth] = useSize<HTMLDivElement>();
  /** How far it is scrolled; null: to its end, where it stays. */
  const [scrolled, setScrolled] = useState<number | null>(null);
  const [zoom, setZoom] = useState(1);
  /** How far it is scrolled sideways, in columns. */
  const [scrolledBy, setScrolledBy] = useState(0);

  const plan = history.begun?.dags.find((dag) => dag.dagId === dagId)?.plan;
  const taskIds = useMemo(() => plan?.tasks.map((task) => task.taskId) ?? [], [plan]);
  const made = history.runCountAt(now.moment);
  const rows = history.runs.filter((run) => run.dagId === dagId && run.number < made);

  const isNarrow = width < 760;
  const rowHeight = isNarrow ? 60 : 36;
  // Less than 24 is hard to hit: WCAG 2.2.
  const cell = taskIds.length > 10 ? 24 : 26;
  const nameWidth = isNarrow ? 130 : 168;
  const { from, to } = columnsInSight({
    count: taskIds.length,
    first: scrolledBy - Math.ceil(nameWidth / cell),
    inSight: Math.ceil(wideWidth / cell),
  });
  const columns = useMemo(() => taskIds.slice(from, to), [taskIds, from, to]);
  const cellsWidth = taskIds.length * cell + 12;
  const beside = nameWidth + cellsWidth + 36;
  const laneWidth = Math.max(leastLane, isNarrow ? width - 24 : width - beside);
  const part = zoomed(history, zoom, now.at);
  const scale = useMemo(() => timeScale(part.from, part.to, laneWidth), [part.from, part.to, laneWidth]);

  const top = scrolled ?? Math.max(0, rows.length * rowHeight - height);
  const first = Math.max(0, Math.floor(top / rowHeight) - overscan);
  const shown = rows.slice(first, Math.ceil((top + Math.max(height, 200)) / rowHeight) + overscan);

  useLayoutEffect(() => {
    const element = box.current;
    if (element && scrolled === null) element.scrollTop = element.scrollHeight;
  }, [rows.length, rowHeight, height]);

  const chosenIndex = rows.findIndex((run) => run.number === chosen.run);
  const isThere = chosenIndex >= 0;
  /** The run that the keyboard has come to: it may have to be drawn first. */
  const arrived = useRef<number | null>(null);

  // Once it is there: a run of an address comes later than its name.
  useLayoutEffect(() => {
    const element = box.current;
    if (!isThere || !element || height === 0) return;
    const at = chosenIndex * rowHeight;
    if (at < element.scrollTop || at + rowHeight > element.scrollTop + element.clientHeight - 40) {
      element.scrollTop = Math.max(0, at - element.clientHeight / 2);
      setScrolled(element.scrollTop);
    }
  }, [chosen.run, isThere, height > 0]);

  const chosenColumn = chosen.taskId === null ? -1 : taskIds.indexOf(chosen.taskId);
  useLayoutEffect(() => {
    const element = wide.current;
    if (chosenColumn < 0 || !element || wideWidth === 0) return;
    const at = nameWidth + 12 + chosenColumn * cell;
    if (at >= element.scrollLeft && at + cell <= element.scrollLeft + wideWidth) return;
    element.scrollLeft = Math.max(0, at - wideWidth / 2);
  }, [chosenColumn, cell, wideWidth > 0]);

  useLayoutEffect(() => {
    if (arrived.current === null) return;
    const name = box.current?.querySelector<HTMLElement>(`[data-run="${arrived.current}"]`);
    if (!name) return;
    name.focus({ preventScroll: true });
    arrived.current = null;
  });

  function move(by: number, event: KeyboardEvent): void {
    event.preventDefault();
    event.stopPropagation();
    const next = rows[Math.min(rows.length - 1, Math.max(0, chosenIndex + by))];
    if (!next) return;
    arrived.current = next.number;
    onChoose({ run: next.number, taskId: chosen.taskId });
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === "ArrowDown") move(1, event);
    else if (event.key === "ArrowUp") move(-1, event);
    else if (event.key === "PageDown") move(10, event);
    else if (event.key === "PageUp") move(-10, event);
  }

  if (history.begun && taskIds.length === 0)
    return <Empty>{dagId} has no task: its runs have nothing to do.</Empty>;

  return (
    <div
      class={isNarrow ? "runs narrow" : "runs"}
      style={{
        "--cell": `${cell}px`,
        "--name": `${nameWidth}px`,
        "--cells": `${taskIds.length * cell}px`,
        "--before": `${from * cell}px`,
      }}
    >
      <div class="runs-tools">
        <Key />
        <div class="zoom" role="group" aria-label="Zoom of the timeline">
          <button
            type="button"
            class="quiet"
            aria-label="Zoom out"
            disabled={zoom <= 1}
            onClick={() => setZoom(Math.max(1, zoom / 2))}
          >
            −
          </button>
          <span>{zoom === 1 ? "all" : `×${zoom}`}</span>
          <button
            type="button"
            class="quiet"
            aria-label="Zoom in"
            disabled={zoom >= 4096}
            onClick={() => setZoom(zoom * 2)}
          >
            +
          </button>
        </div>
      </div>
      <div
        class="runs-wide"
        ref={wide}
        onScroll={({ currentTarget }) => setScrolledBy(Math.floor(currentTarget.scrollLeft / cell))}
      >
        <div class="runs-inner" style={{ minWidth: `${isNarrow ? beside : beside + leastLane}px` }}>
          <div class="runs-head" aria-hidden="true">
            <span class="run-name">run</span>
            <span class="run-cells">
              {columns.map((taskId) => (
                <span key={taskId} class="cell-head" title={taskId}>
                  <span>{taskId}</span>
                </span>
              ))}
            </span>
            {!isNarrow && <Axis scale={scale} />}
          </div>
          {isNarrow && <Axis scale={scale} />}
          <div
            class="runs-body"
            ref={box}
            tabIndex={-1}
            onKeyDown={onKeyDown}
            onScroll={({ currentTarget }) => {
              const { scrollTop, clientHeight, scrollHeight } = currentTarget;
              setScrolled(scrollTop + clientHeight >= scrollHeight - 8 ? null : scrollTop);
            }}
            onMouseLeave={() => onPeek(null)}
          >
            {rows.length === 0 ? (
              <Empty>At this moment there is no run yet.</Empty>
            ) : (
              <ul
                class="runs-list"
                aria-label={`Runs of ${dagId}`}
                style={{ height: `${rows.length * rowHeight}px` }}
              >
                {shown.map((run, index) => {
                  const version = history.versionAt(run, now.moment);
                  return version ? (
                    <li
                      key={run.number}
                      class={chosen.run === run.number ? "run chosen" : "run"}
                      aria-setsize={rows.length}
                      aria-posinset={first + index + 1}
                      style={{
                        transform: `translateY(${(first + index) * rowHeight}px)`,
                        height: `${rowHeight}px`,
                      }}
                      onMouseEnter={() => onPeek(run.number)}
                    >
                      <Row
                        history={history}
                        recorded={run}
                        version={version}
                        columns={columns}
                        column={from}
                        columnCount={taskIds.length}
                        scale={scale}
                        height={rowHeight}
                        isNarrow={isNarrow}
                        chosen={chosen.run === run.number ? chosen : null}
                        isFirst={chosen.run === null && index === 0}
                        onChoose={onChoose}
                        onPeek={onPeek}
                      />
                    </li>
                  ) : null;
                })}
              </ul>
            )}
          </div>
          <NowLine scale={scale} at={now.at} left={isNarrow ? 12 : nameWidth + cellsWidth + 12} />
        </div>
      </div>
    </div>
  );
}

function Key() {
  return (
    <ul class="key" aria-label="What the marks of the timeline mean">
      <li>
        <svg width="22" height="12" aria-hidden="true">
          <path class="interval" d="M1 2v8M1 6H21M21 2v8" />
        </svg>
        data interval
      </li>
      <li>
        <svg width="12" height="12" aria-hidden="true">
          <circle class="made" cx="6" cy="6" r="4" />
        </svg>
        run is made
      </li>
      <li>
        <svg width="12" height="12" aria-hidden="true">
          <rect class="try state-success" x="2.5" y="2.5" width="7" height="7" rx="2" />
        </svg>
        try
      </li>
      <li>
        <svg width="12" height="12" class="try state-failed" aria-hidden="true">
          <path class="try-cross" d="M3 3l6 6M9 3l-6 6" />
        </svg>
        try that failed
      </li>
      <li>
        <svg width="22" height="12" aria-hidden="true">
          <path class="waiting" d="M1 6H21" />
        </svg>
        waits
      </li>
      <li>
        <svg width="8" height="12" aria-hidden="true">
          <path class="now-mark" d="M4 0V12" />
        </svg>
        now
      </li>
    </ul>
  );
}

function Axis({ scale }: { readonly scale: TimeScale }) {
  const { step, ticks } = ticksOf(scale);
  return (
    <svg class="axis" width={scale.width} height="22" aria-hidden="true">
      {ticks.map(({ at, x }) => (
        <text key={at} x={x} y="15" text-anchor="middle">
          {tickText(at, step)}
        </text>
      ))}
    </svg>
  );
}

function NowLine({
  scale,
  at,
  left,
}: {
  readonly scale: TimeScale;
  readonly at: number;
  readonly left: number;
}) {
  const x = scale.x(at);
  if (at === 0 || x < 0 || x > scale.width) return null;
  return <div class="now-line" style={{ left: `${left + x}px` }} aria-hidden="true" />;
}

interface RowProps {
  readonly history: History;
  readonly recorded: RecordedRun;
  readonly version: RunVersion;
  /** The tasks that are drawn. */
  readonly columns: readonly string[];
  /** The place of the first of them. */
  readonly column: number;
  /** With those that are not drawn. */
  readonly columnCount: number;
  readonly scale: TimeScale;
  readonly height: number;
  readonly isNarrow: boolean;
  readonly chosen: Chosen | null;
  readonly isFirst: boolean;
  readonly onChoose: (chosen: Chosen) => void;
  readonly onPeek: (run: number | null) => void;
}

/** Drawn again only when something has happened to its run, or to the timeline. */
const Row = memo((props: RowProps) => {
  const { history, recorded, version, columns, column, columnCount, scale } = props;
  const { height, isNarrow, chosen, isFirst, onChoose, onPeek } = props;
  const { number } = recorded;
  const { run } = version;
  const name = runName(history, number);
  return (
    <>
      <button
        type="button"
        class="run-name"
        data-run={number}
        tabIndex={chosen || isFirst ? 0 : -1}
        aria-pressed={chosen !== null && chosen.taskId === null}
        onClick={() => onChoose({ run: number, taskId: null })}
        onFocus={() => onPeek(number)}
        onBlur={() => onPeek(null)}
      >
        <StateIcon state={run.state} />
        <span class="run-name-text" title={name}>
          {name}
        </span>
      </button>
      <span
        class="run-cells"
        {...(columns.length < columnCount && {
          role: "group",
          "aria-label": `Tasks ${column + 1} to ${column + columns.length} of ${columnCount}`,
        })}
      >
        {columns.map((taskId) => {
          const instance = findTask(run.tasks, taskId);
          if (!instance) return <span key={taskId} class="cell" />;
          const tries = instance.tryNumber > 1 ? `, try ${instance.tryNumber}` : "";
          return (
            <button
              key={taskId}
              type="button"
              class={chosen?.taskId === taskId ? "cell chosen" : "cell"}
              tabIndex={chosen ? 0 : -1}
              aria-label={`${taskId} of ${name}: ${stateText(instance.state)}${tries}`}
              title={`${taskId}: ${stateText(instance.state)}${tries}`}
              onClick={() => onChoose({ run: number, taskId })}
            >
              <StateIcon state={instance.state} isSilent />
              {instance.tryNumber > 1 && <span class="tries">{instance.tryNumber}</span>}
            </button>
          );
        })}
      </span>
      <Lane
        history={history}
        recorded={recorded}
        version={version}
        scale={scale}
        height={isNarrow ? 22 : height}
      />
    </>
  );
});

type LaneProps = Pick<RowProps, "history" | "recorded" | "version" | "scale" | "height">;

/** One line: the interval, where the run is made, and the tries. What happens at one instant is drawn side by side. */
const Lane = memo(({ history, recorded, version, scale, height }: LaneProps) => {
  const { run } = version;
  const { x, width } = scale;
  const [start, end, made] = [x(run.dataIntervalStart), x(run.dataIntervalEnd), x(run.createdAt)];
  const y = height / 2;
  const isSeen = (from: number, to: number) => to >= -20 && from <= width + 20;
  return (
    <svg class="lane" width={width} height={height} aria-hidden="true">
      {end > start && isSeen(start, end) && (
        <path
          class="interval"
          d={`M${clip(start, width)} ${y - 6}v12M${clip(start, width)} ${y}H${clip(end, width)}M${clip(end, width)} ${y - 6}v12`}
        />
      )}
      {placed(history, recorded, version, x).map(({ one, at, waitsUntil, isLast }) =>
        isSeen(at, Math.max(at, waitsUntil)) ? (
          <TryMark
            key={`${one.taskId} ${one.tryNumber}`}
            one={one}
            x={at}
            y={y}
            waitsUntil={waitsUntil}
            state={isLast ? one.state : "failed"}
            scale={scale}
          />
        ) : null,
      )}
      {isSeen(made, made) && <circle class="made" cx={made} cy={y} r="4.5" />}
    </svg>
  );
});

type NamedTry = Try & { readonly taskId: string };

interface PlacedTry {
  readonly one: NamedTry;
  readonly at: number;
  readonly waitsUntil: number;
  readonly isLast: boolean;
}

const markWidth = 9;

function placed(
  history: History,
  recorded: RecordedRun,
  { moment, run }: RunVersion,
  x: (at: number) => number,
): PlacedTry[] {
  const known = history.triesOf(recorded, moment);
  const tries = run.tasks.ids.flatMap((taskId) => {
    const all = known.get(taskId) ?? [];
    return all.map((one, index) => ({
      one: { ...one, taskId },
      until: all[index + 1]?.startedAt ?? one.dueAt,
      isLast: index === all.length - 1,
    }));
  });
  let free = x(recorded.versions[0]?.at ?? 0) + markWidth + 2;
  return tries
    .toSorted((a, b) => a.one.startedAt - b.one.startedAt)
    .map(({ one, until, isLast }) => {
      const at = Math.max(x(one.startedAt), free);
      free = at + markWidth;
      return { one, at, isLast, waitsUntil: until === null ? at : x(until) };
    });
}

function clip(x: number, width: number): number {
  return Math.max(-4, Math.min(width + 4, x));
}

interface TryMarkProps {
  readonly one: NamedTry;
  readonly x: number;
  readonly y: number;
  readonly waitsUntil: number;
  readonly state: string;
  readonly scale: TimeScale;
}

function TryMark({ one, x, y, waitsUntil, state, scale }: TryMarkProps) {
  const { width } = scale;
  const failed = state === "failed" || state === "upstream_failed";
  return (
    <g class={`try state-${state}`}>
      <title>{`${one.taskId}, try ${one.tryNumber}: ${stateText(state)}, ${instantText(one.startedAt)}`}</title>
      {waitsUntil > x + markWidth && (
        <path class="waiting" d={`M${clip(x + 4, width)} ${y}H${clip(waitsUntil, width)}`} />
      )}
      {one.pokes.length > 1 &&
        one.pokes.map((at) => <path key={at} class="poke" d={`M${clip(scale.x(at), width)} ${y - 3}v6`} />)}
      {failed ? (
        <path class="try-cross" d={`M${x - 3} ${y - 3}l6 6M${x + 3} ${y - 3}l-6 6`} />
      ) : (
        <rect x={x - 3.5} y={y - 3.5} width="7" height="7" rx="2" />
      )}
    </g>
  );
}
