// Where a secret can be read that should not be: in files, and on command lines, which everybody on a machine sees.

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { platform } from "node:process";
import { readIfThere, type RunFolder } from "./run-folder.ts";

/** As it is, and as it comes in base64, where it begins with the first, second or third byte of a group. */
export function formsOf(secret: string): string[] {
  const forms = [0, 1, 2].map((before) => {
    const text = Buffer.from(" ".repeat(before) + secret).toString("base64");
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + secret.length) * 8) / 6));
  });
  return [secret, ...forms];
}

/** By their paths in the run's folder; the store, the logs and the mails may be elsewhere. */
export function filesWith(secret: string, { path, store, logs, mailbox }: RunFolder): string[] {
  const forms = formsOf(secret);
  const stores = [store, `${store}-wal`];
  const found = [path, ...stores, logs, mailbox].flatMap((place) =>
    filesIn(place)
      .filter((file) => {
        const content = readIfThere(file);
        return content !== null && forms.some((form) => content.includes(form));
      })
      .map((file) => {
        const inside = relative(path, file);
        if (!inside.startsWith("..")) return inside.split(sep).join("/");
        return stores.includes(file) ? "the store" : basename(file);
      }),
  );
  return [...new Set(found)].toSorted();
}

function filesIn(place: string): string[] {
  if (!existsSync(place)) return [];
  if (statSync(place).isFile()) return [place];
  const entries = readdirSync(place, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

/** The programs that have it among their arguments now. */
export function commandsWith(secret: string): string[] {
  const lines = platform === "linux" ? linesOfLinux() : linesOfOthers();
  return lines
    .filter((line) => line.includes(secret))
    .map((line) => basename(/^[^\s\0]*/.exec(line)?.[0] ?? ""));
}

function linesOfLinux(): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, "utf8");
      } catch {
        return ""; // it has ended in the meantime, or is not ours
      }
    });
}

/** Windows has no such program, so nothing is seen there. */
function linesOfOthers(): string[] {
  const { stdout } = spawnSync("ps", ["-axww", "-o", "command="], { encoding: "utf8" });
  return (stdout as string | null)?.split("\n") ?? [];
}
