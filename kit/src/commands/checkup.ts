// `pnpm checkup`: does this machine have what the course needs?

import { accessSync, constants, statfsSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import { dirname, join } from "node:path";
import process from "node:process";
import { findProgram, howToInstall, kitFolder } from "@daglings/stage";
import { exitCodes, noWord, type Command } from "../command-line.ts";
import { workFolder } from "../desk/progress.ts";
import { shownPath } from "../desk/work-files.ts";
import { inspectCourse } from "@daglings/grading/check";
import { count, numberText } from "../words.ts";

const help = `pnpm checkup

Looks whether this machine has what the lessons need, and says what to install.
`;

interface Examination {
  readonly name: string;
  /** "warn": the course works without it. */
  readonly status: "ok" | "warn" | "fail";
  readonly detail: string;
}

export const checkup: Command = {
  help,
  options: {},
  async run(call) {
    noWord(call, "checkup");
    const { screen } = call;
    const found = [
      node(),
      pnpm(),
      program("bash"),
      program("curl"),
      git(),
      ...folders(),
      disk(),
      ...(await ports()),
      course(),
    ];
    if (screen.isJson) screen.say(JSON.stringify(found, null, 2));
    else {
      for (const { name, status, detail } of found) {
        const style = status === "fail" ? "bad" : status === "ok" ? "good" : "mark";
        screen.say(`${screen.paint(style, status.toUpperCase().padEnd(4))} ${name}: ${detail}`);
      }
    }
    const isGood = found.every(({ status }) => status !== "fail");
    if (!screen.isJson)
      screen.say(
        isGood ? "\nEverything is there. Next: pnpm lesson 00" : "\nSomething is missing: see FAIL.",
      );
    return isGood ? exitCodes.fine : exitCodes.environment;
  },
};

function node(): Examination {
  const [major = 0] = process.versions.node.split(".").map(Number);
  const isNew = major >= 26;
  const advice = isNew ? "" : "; call the commands with pnpm, which brings the version they need";
  return {
    name: "Node",
    status: isNew ? "ok" : "fail",
    detail: `${process.version} at ${process.platform}-${process.arch}${advice}`,
  };
}

/** npx asks the network for it each time, and waits for minutes if there is none. */
function pnpm(): Examination {
  const isFromNpx = (process.env["npm_execpath"] ?? "").split(/[/\\]/).includes("_npx");
  return isFromNpx
    ? {
        name: "pnpm",
        status: "warn",
        detail:
          "brought by npx, which asks the network each time; npm install --global pnpm keeps it, " +
          "and without a network npx --offline -y pnpm works",
      }
    : { name: "pnpm", status: "ok", detail: "is here, also without a network" };
}

function program(name: string): Examination {
  const file = findProgram(name);
  if (file !== null) return { name, status: "ok", detail: file };
  return { name, status: "fail", detail: `not found; lessons 01 to 11 need it; ${howToInstall([name])}` };
}

function git(): Examination {
  const file = findProgram("git");
  const without = `not found; only pnpm teach propagate needs it; ${howToInstall(["git"])}`;
  return file === null
    ? { name: "git", status: "warn", detail: without }
    : { name: "git", status: "ok", detail: file };
}

function folders(): Examination[] {
  return [join(kitFolder, "runs"), workFolder].map((path) => {
    const name = shownPath(path);
    if (canBeWritten(path)) return { name, status: "ok", detail: "can be written" };
    return { name, status: "fail", detail: `${path} cannot be written; put the kit where you may write` };
  });
}

/** If it is not there yet: whether it can be created. */
function canBeWritten(path: string): boolean {
  const facts = statSync(path, { throwIfNoEntry: false });
  if (!facts) return dirname(path) !== path && canBeWritten(dirname(path));
  try {
    accessSync(path, constants.W_OK);
    return facts.isDirectory();
  } catch {
    return false;
  }
}

function disk(): Examination {
  const { bavail, bsize } = statfsSync(kitFolder);
  const free = Math.round((bavail * bsize) / 1e6);
  return {
    name: "disk",
    status: free >= 200 ? "ok" : "fail",
    detail: `${numberText(free)} MB free, 200 are enough`,
  };
}

/** Lessons take any free port; only servers that are started by hand have fixed ones. */
async function ports(): Promise<Examination[]> {
  const fixed = [
    { port: 5000, command: "pnpm events-api" },
    { port: 8090, command: "pnpm exchange" },
  ];
  return Promise.all(
    fixed.map(async ({ port, command }) => {
      const name = `port ${port}`;
      if (await isFree(port)) return { name, status: "ok", detail: `free for ${command}` } as const;
      const who = port === 5000 && process.platform === "darwin" ? " (macOS' AirPlay receiver uses it)" : "";
      return {
        name,
        status: "warn",
        detail: `taken${who}; no lesson needs it; ${command} --port 0 takes another`,
      } as const;
    }),
  );
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

function course(): Examination {
  const { files } = inspectCourse();
  const [first = ""] = files;
  const detail =
    files.length === 0 ? "as it was sealed" : `${count(files.length, "file")} changed, such as ${first}`;
  return { name: "the course", status: files.length === 0 ? "ok" : "warn", detail };
}
