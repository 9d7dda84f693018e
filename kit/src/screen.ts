// Where a command writes to: a terminal, a file, or a program that reads texts aloud. Colour only reinforces words.

import process from "node:process";
import { styleText } from "node:util";

export interface Screen {
  /** Nothing is drawn, and nothing differs from one time to the next: one line for each thing that there is to say. */
  readonly isPlain: boolean;
  /** One object on stdout, and nothing else. */
  readonly isJson: boolean;
  /** Somebody sits in front of it, and lines can be taken back. */
  readonly isTerminal: boolean;
  readonly width: number;
  readonly say: (text: string) => void;
  readonly paint: (style: Style, text: string) => string;
}

type Style = "bold" | "dim" | "good" | "bad" | "mark";

const formats = { bold: "bold", dim: "dim", good: "green", bad: "red", mark: "cyan" } as const;

export function openScreen({ plain, json }: { readonly plain: boolean; readonly json: boolean }): Screen {
  const { stdout, stderr, env } = process;
  const isPlain = plain || (env["DAGLINGS_PLAIN"] ?? "0") !== "0";
  const isForced = (env["FORCE_COLOR"] ?? "0") !== "0";
  const isColoured = !isPlain && !json && !env["NO_COLOR"] && (isForced || stdout.isTTY);
  return {
    isPlain,
    isJson: json,
    isTerminal: !isPlain && !json && stderr.isTTY,
    width: isPlain ? 80 : Math.min(Math.max(stdout.columns ?? 80, 60), 120),
    say: (text) => void stdout.write(`${text}\n`),
    paint: (style, text) => (isColoured ? styleText(formats[style], text, { validateStream: false }) : text),
  };
}
