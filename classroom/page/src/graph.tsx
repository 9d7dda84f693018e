// Tasks as a graph, with the state of each. Of many tasks those around the chosen one are drawn: nobody reads a thousand boxes.

import { useLayoutEffect, useRef } from "preact/hooks";
import { neighbourhood } from "./neighbourhood.ts";
import { Empty, Loaded } from "./panel.tsx";
import { reached } from "./server.ts";
import { isInstructing } from "./settings.ts";
import { StateIcon } from "./state-icon.tsx";
import { useAnswer } from "./use-answer.ts";
import { count } from "./words.ts";

interface GraphTask {
  readonly taskId: string;
  readonly upstream: readonly string[];
}

/** More are not placed in a tenth of a second. */
const mostTasks = 60;

interface GraphProps {
  readonly name: string;
  /** The tasks are placed again when this changes. */
  readonly hash: string;
  readonly tasks: readonly GraphTask[];
  /** The state of a task, and what is written below its name. */
  readonly lookOf: (taskId: string) => { readonly state: string; readonly words: string };
  readonly taskId: string | null;
  readonly onChoose: (taskId: string) => void;
}

interface Box {
  readonly taskId: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly lines: readonly { readonly key: string; readonly from: string; readonly path: string }[];
}

const boxHeight = 54;
/** As the type of the instructor's mode is larger. */
const largeType = 21 / 16;

export function Graph(props: GraphProps) {
  const { hash, tasks, taskId } = props;
  const scale = isInstructing.value ? largeType : 1;
  const isLarge = tasks.length > mostTasks;
  const middle = isLarge && tasks.some((task) => task.taskId === taskId) ? taskId : null;
  const [answer, again] = useAnswer(
    () => layOut(isLarge ? neighbourhood(tasks, middle, mostTasks) : tasks, scale),
    [hash, scale, middle],
  );
  if (tasks.length === 0) return <Empty>There is no task to draw.</Empty>;
  return (
    <Loaded answer={answer} again={again}>
      {(layout) => (
        <>
          {isLarge && (
            <p class="cut-note">
              {count(tasks.length, "task")} are too many to draw. {partText(middle, layout.boxes.length)}
            </p>
          )}
          <Drawn {...props} layout={layout} />
        </>
      )}
    </Loaded>
  );
}

/** Which part of them is drawn. */
function partText(middle: string | null, drawn: number): string {
  if (middle === null) {
    return `These are the first ${drawn}. Choose one, here or in the timeline, to see what is before and after it.`;
  }
  if (drawn === 1) return `Nothing is before or after ${middle}.`;
  return `This is ${middle} with the ${count(drawn - 1, "task")} nearest to it.`;
}

function Drawn({ name, lookOf, taskId, onChoose, layout }: GraphProps & { readonly layout: Layout }) {
  const graph = useRef<HTMLDivElement>(null);
  const chosen = layout.boxes.find((box) => box.taskId === taskId);
  useLayoutEffect(() => {
    if (chosen && graph.current) bringIntoSight(graph.current, chosen);
  }, [chosen]);
  return (
    <div class="graph" ref={graph} tabIndex={0} role="group" aria-label={`Tasks of ${name}`}>
      <div class="graph-inner" style={{ width: `${layout.width}px`, height: `${layout.height}px` }}>
        <svg width={layout.width} height={layout.height} aria-hidden="true">
          <defs>
            <marker
              id="arrow"
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="7"
              markerHeight="7"
              orient="auto"
            >
              <path class="arrow" d="M0 0L8 4L0 8z" />
            </marker>
          </defs>
          {layout.lines.map(({ key, path }) => (
            <path key={key} class="edge" d={path} marker-end="url(#arrow)" />
          ))}
        </svg>
        {layout.boxes.map((box) => {
          const { state, words } = lookOf(box.taskId);
          return (
            <button
              key={box.taskId}
              type="button"
              class={`node state-${state}${box.taskId === taskId ? " chosen" : ""}`}
              aria-pressed={box.taskId === taskId}
              style={{
                left: `${box.x}px`,
                top: `${box.y}px`,
                width: `${box.width}px`,
                height: `${box.height}px`,
              }}
              onClick={() => onChoose(box.taskId)}
            >
              <StateIcon state={state} isSilent />
              <span class="node-text">
                <strong>{box.taskId}</strong>
                <small>{words}</small>
              </span>
            </button>
          );
        })}
      </div>
    </div>
  );
}

/** Only within the graph: the page stays where it is. */
function bringIntoSight(graph: HTMLElement, { x, y, width, height }: Box): void {
  const { scrollLeft, scrollTop, clientWidth, clientHeight } = graph;
  const isInSight =
    x >= scrollLeft &&
    x + width <= scrollLeft + clientWidth &&
    y >= scrollTop &&
    y + height <= scrollTop + clientHeight;
  if (!isInSight) graph.scrollTo(x + width / 2 - clientWidth / 2, y + height / 2 - clientHeight / 2);
}

async function layOut(tasks: readonly GraphTask[], scale: number): Promise<Layout> {
  const { default: dagre } = await reached(import("@dagrejs/dagre"));
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "LR", nodesep: 16, ranksep: 44, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { taskId } of tasks) {
    graph.setNode(taskId, {
      width: Math.max(150, taskId.length * 7.6 + 56) * scale,
      height: boxHeight * scale,
    });
  }
  for (const { taskId, upstream } of tasks) for (const id of upstream) graph.setEdge(id, taskId);
  dagre.layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const boxes = tasks.map(({ taskId }): Box => {
    const node = graph.node(taskId) as { x: number; y: number; width: number; height: number };
    return {
      taskId,
      x: node.x - node.width / 2,
      y: node.y - node.height / 2,
      width: node.width,
      height: node.height,
    };
  });
  const lines = graph.edges().map((edge: { v: string; w: string }) => {
    const { points } = graph.edge(edge) as { points: readonly { x: number; y: number }[] };
    return { key: `${edge.v} ${edge.w}`, from: edge.v, path: curve(points) };
  });
  return { width: Math.ceil(width), height: Math.ceil(height), boxes, lines };
}

/** Through all points, without corners. */
function curve(points: readonly { readonly x: number; readonly y: number }[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let path = `M${first.x} ${first.y}`;
  let last = first;
  for (const point of rest) {
    const middle = (last.x + point.x) / 2;
    path += `C${middle} ${last.y} ${middle} ${point.y} ${point.x} ${point.y}`;
    last = point;
  }
  return path;
}
