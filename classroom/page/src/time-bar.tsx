// The scrubber: it turns back time. A strip shows where something happened; the page is as it was at the chosen moment.

import { useEffect, useRef } from "preact/hooks";
import { speeds, type Player, type Speed } from "./player.ts";
import { isDark } from "./settings.ts";
import { useSize } from "./use-size.ts";
import { stopText, stopTone } from "./what-happened.ts";
import { instantText } from "./words.ts";

interface TimeBarProps {
  readonly player: Player;
  /** The moment that the present one is compared with; null: none. */
  readonly mark: number | null;
  readonly onMark: (moment: number | null) => void;
}

export function TimeBar({ player, mark, onMark }: TimeBarProps) {
  const { history, hearing } = player.recording;
  const now = player.now.value;
  const { stops } = history;
  const here = history.stopAt(now.moment);
  const text = stopText(history, stops[here]);
  const isPlaying = player.isPlaying.value;
  const atEnd = now.isLatest || here >= stops.length - 1;
  return (
    <div class="timebar" role="group" aria-label="Time">
      <div class="timebar-row">
        <div class="timebar-buttons">
          <Button
            label="To the beginning"
            sign="M4 4v10M14 4L7 9l7 5z"
            onClick={() => player.to(0)}
            disabled={here <= 0}
          />
          <Button
            label="Previous event"
            sign="M12 4L6 9l6 5M6 9h0"
            onClick={() => player.step(-1)}
            disabled={here <= 0}
          />
          {isPlaying ? (
            <Button label="Pause" sign="M6 4v10M12 4v10" onClick={() => player.pause()} isMain />
          ) : (
            <Button
              label="Play"
              sign="M6 4l8 5-8 5z"
              onClick={() => player.play()}
              isMain
              disabled={stops.length === 0}
            />
          )}
          <Button
            label="Next event"
            sign="M6 4l6 5-6 5M12 9h0"
            onClick={() => player.step(1)}
            disabled={atEnd}
          />
          <Button
            label="To the latest"
            sign="M14 4v10M4 4l7 5-7 5z"
            onClick={() => player.to(null)}
            disabled={now.isLatest}
          />
        </div>
        <div class="clock">
          <span class="clock-time">
            {history.length === 0 ? "—" : instantText(Math.floor(now.at / 1000) * 1000)}
          </span>
          <span class="clock-zone">UTC, simulated</span>
        </div>
        <p class="clock-what">
          <span class={`dot tone-${stops[here] ? stopTone(stops[here]) : "quiet"}`} aria-hidden="true" />
          {text}
        </p>
        <label class="speed">
          <span>Play</span>
          <select
            value={String(player.speed.value)}
            onChange={({ currentTarget: { value } }) => {
              player.speed.value = (value === "steps" ? value : Number(value)) as Speed;
            }}
          >
            {speeds.slice(1).map(({ speed, words }) => (
              <option key={words} value={String(speed)}>
                {words}
              </option>
            ))}
          </select>
        </label>
        {mark === null ? (
          <button
            type="button"
            class="quiet"
            disabled={stops.length === 0}
            onClick={() => onMark(now.moment)}
          >
            Compare from here
          </button>
        ) : (
          <button type="button" class="quiet" aria-pressed="true" onClick={() => onMark(null)}>
            End comparing
          </button>
        )}
      </div>
      <div class="scrubber">
        <Strip player={player} mark={mark} />
        <input
          type="range"
          aria-label="Turn back time"
          min={0}
          max={Math.max(0, stops.length - 1)}
          value={Math.max(0, here)}
          disabled={stops.length === 0}
          aria-valuetext={history.length === 0 ? "not started" : `${instantText(now.at)}, ${text}`}
          onInput={({ currentTarget }) => {
            const stop = stops[Number(currentTarget.value)];
            const isLast = stop === stops.at(-1) && hearing.value !== "live";
            if (stop) player.to(isLast ? null : stop.moment);
          }}
        />
      </div>
      <p class="scrubber-words">
        <span>
          {stops.length === 0
            ? "no events yet"
            : `event ${(here + 1).toLocaleString("en")} of ${stops.length.toLocaleString("en")}`}
        </span>
        {!now.isLatest && <strong class="past">You are looking at the past.</strong>}
      </p>
    </div>
  );
}

interface ButtonProps {
  readonly label: string;
  /** What is drawn on it. */
  readonly sign: string;
  readonly onClick: () => void;
  readonly disabled?: boolean;
  readonly isMain?: boolean;
}

function Button({ label, sign, onClick, disabled = false, isMain = false }: ButtonProps) {
  return (
    <button
      type="button"
      class={isMain ? "round main" : "round"}
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
    >
      <svg viewBox="0 0 18 18" width="18" height="18" aria-hidden="true">
        <path d={sign} />
      </svg>
    </button>
  );
}

/** What happened where: a column for each pixel or two shows the worst of it. */
function Strip({ player, mark }: { readonly player: Player; readonly mark: number | null }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [box, width] = useSize<HTMLDivElement>();
  const { history, tick } = player.recording;
  const length = history.stops.length;
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context || width === 0) return;
    draw(element, context, width, player, mark);
  }, [width, length, tick.value, mark, isDark.value]);
  return (
    <div class="strip" ref={box}>
      <canvas ref={canvas} aria-hidden="true" />
    </div>
  );
}

const ranks = ["quiet", "good", "file", "made", "mail", "retry", "bad"] as const;
const heights: Readonly<Record<(typeof ranks)[number], number>> = {
  quiet: 0.25,
  good: 0.5,
  file: 0.65,
  made: 0.8,
  mail: 0.9,
  retry: 1,
  bad: 1,
};

function draw(
  element: HTMLCanvasElement,
  context: CanvasRenderingContext2D,
  width: number,
  player: Player,
  mark: number | null,
): void {
  const { history } = player.recording;
  const ratio = devicePixelRatio || 1;
  const height = 28;
  element.width = Math.round(width * ratio);
  element.height = Math.round(height * ratio);
  context.scale(ratio, ratio);
  context.clearRect(0, 0, width, height);
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(`--tone-${name}`).trim();
  const { stops } = history;
  const inner = Math.max(1, width - 16);
  const columns = Math.max(1, Math.min(stops.length, Math.floor(inner / 2)));
  const worst = Array.from({ length: columns }, () => -1);
  stops.forEach((stop, index) => {
    const column = columns === 1 ? 0 : Math.round((index / Math.max(1, stops.length - 1)) * (columns - 1));
    worst[column] = Math.max(worst[column] ?? -1, ranks.indexOf(stopTone(stop)));
  });
  const thickness = Math.max(1.5, Math.min(4, (inner / columns) * 0.6));
  worst.forEach((rank, column) => {
    const tone = ranks[rank];
    if (!tone) return;
    const x = 8 + (columns === 1 ? 0 : (column / (columns - 1)) * inner);
    const tall = height * heights[tone];
    context.fillStyle = colour(tone);
    context.fillRect(x - thickness / 2, height - tall, thickness, tall);
  });
  if (mark === null) return;
  const at = Math.max(0, history.stopAt(mark)) / Math.max(1, stops.length - 1);
  context.fillStyle = colour("mark");
  context.fillRect(8 + at * inner - 1, 0, 2, height);
}
