// The keyboard: what keys do outside a field.

import { useLayoutEffect } from "preact/hooks";
import { address, go, note } from "./address.ts";
import { isHelpOpen, isInstructing } from "./settings.ts";
import type { Player } from "./player.ts";

interface Shortcuts {
  run?: () => void;
  player?: Player;
  neighbour?: (by: number) => void;
}

const shortcuts: Shortcuts = {};

/** What keys do as long as a view is on the page. They do it before the view is drawn: a person who sees it may press them. */
export function useShortcuts(own: Shortcuts): void {
  useLayoutEffect(() => {
    Object.assign(shortcuts, own);
    return () => {
      for (const name of Object.keys(own)) delete shortcuts[name as keyof Shortcuts];
    };
  });
}

export const keyWords: readonly (readonly [string, string])[] = [
  ["r", "run the lesson"],
  ["Space", "play, or pause"],
  ["← →", "the previous event, the next event"],
  ["Home End", "the beginning, the latest"],
  ["↑ ↓", "in the timeline: the run above, the run below"],
  ["m", "compare from here, or end comparing"],
  ["1 2 3 4", "text, code, run, check"],
  ["[ ]", "the previous lesson, the next lesson"],
  ["i", "instructor mode: large, for a projector"],
  ["?", "this list"],
];

export function listenToKeys(): void {
  addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(target) || isScrolling(key, target))
      return;
    if (isHelpOpen.peek() && key !== "?" && key !== "Escape") return;
    if (event.repeat && onlyOnce.includes(key)) return;
    if (act(key, target)) event.preventDefault();
  });
}

/** Held down, they would start a run after the other, or switch to and fro. */
const onlyOnce: readonly string[] = ["r", "i", "m", "?", " "];

/** A box that is too small for what is in it keeps the keys that scroll it. */
function isScrolling(key: string, target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement) || !target.matches("[tabindex='0']:not(button)")) return false;
  if (key === "ArrowLeft" || key === "ArrowRight") return target.scrollWidth > target.clientWidth;
  return ["Home", "End", " "].includes(key) && target.scrollHeight > target.clientHeight;
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName))
  );
}

function act(key: string, target: EventTarget | null): boolean {
  const { player } = shortcuts;
  const isButton = target instanceof HTMLElement && /^(BUTTON|SUMMARY|A)$/.test(target.tagName);
  switch (key) {
    case "i":
      isInstructing.value = !isInstructing.value;
      return true;
    case "?":
      isHelpOpen.value = !isHelpOpen.value;
      return true;
    case "Escape":
      isHelpOpen.value = false;
      return false;
    case "r":
      shortcuts.run?.();
      return shortcuts.run !== undefined;
    case "[":
    case "]":
      shortcuts.neighbour?.(key === "]" ? 1 : -1);
      return true;
    case "1":
    case "2":
    case "3":
    case "4": {
      const { view, query } = address.peek();
      if (view.name !== "lesson") return false;
      const tab = (["text", "code", "run", "check"] as const)[Number(key) - 1] ?? "text";
      go({ ...view, tab }, query);
      return true;
    }
    default:
      return player !== undefined && !(key === " " && isButton) && inTime(key, player);
  }
}

function inTime(key: string, player: Player): boolean {
  if (key === " ") {
    if (player.isPlaying.value) player.pause();
    else player.play();
  } else if (key === "ArrowLeft") player.step(-1);
  else if (key === "ArrowRight") player.step(1);
  else if (key === "Home") player.to(0);
  else if (key === "End") player.to(null);
  else if (key === "m") {
    const isMarked = address.peek().query["mark"] !== undefined;
    note({ mark: isMarked ? null : String(player.now.value.moment) });
  } else return false;
  return true;
}
