// Where a command writes to: a terminal, a file, or a program that reads texts aloud. Colour only reinforces words.

import process from "node:process";
import { styleText } from "node:util";

export interface Screen {
  /** Nothing is drawn, and nothing differs from one time to the next: one line for each thing to say. */
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

export interface Terminal {
  readonly stdout: { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown };
  readonly stderr: { readonly isTTY?: boolean };
  readonly env: NodeJS.ProcessEnv;
}

export function openScreen(
  { plain, json }: { readonly plain: boolean; readonly json: boolean },
  { stdout, stderr, env }: Terminal = process,
): Screen {
  const isSet = (name: string) => !["", "0", undefined].includes(env[name]);
  const isPlain = plain || isSet("DAGLINGS_PLAIN");
  const isDumb = env["TERM"] === "dumb"; // it knows no escape sequences
  const wantsColour = !env["NO_COLOR"] && (isSet("FORCE_COLOR") || (stdout.isTTY === true && !isDumb));
  const isColoured = !isPlain && !json && wantsColour;
  return {
    isPlain,
    isJson: json,
    isTerminal: !isPlain && !json && !isDumb && stderr.isTTY === true,
    width: isPlain ? 80 : Math.min(Math.max(stdout.columns ?? 80, 60), 120),
    say: (text) => void stdout.write(`${text}\n`),
    paint: (style, text) => (isColoured ? styleText(formats[style], text, { validateStream: false }) : text),
  };
}
