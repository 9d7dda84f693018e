// `pnpm classroom`: opens the page on which people read a lesson, run it, and turn back time.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import process, { env } from "node:process";
import type { KeptIn } from "@daglings/live";
import { kitFolder } from "@daglings/stage";
import { UsageError } from "@daglings/words";
import { exitCodes, noWord, userPath, type Command } from "../command-line.ts";
import { installApart } from "../frame/install-apart.ts";
import { hostTokens } from "./host-tokens.ts";
import { wholeNumber } from "./whole-number.ts";

const help = `pnpm classroom [flags]

Opens a page in the browser: read a lesson, see what changed since the last one,
run it, turn back time, check your own version, and work on live DAGs. The page
is built when it is first opened, which takes some seconds. Ctrl-C ends it.

  --port N           default 8080; 0: any free one
  --host H           who can reach it; default 127.0.0.1, this machine alone.
                     With any other a token is needed: tokens are read from
                     DAGLINGS_VIEWER_TOKEN and DAGLINGS_OPERATOR_TOKEN, or made
                     and shown
  --no-open          do not open a browser
  --dir FOLDER       of the scheduler that the operations work on; default
                     runs/scheduler
  --store URL        the database of that scheduler, if it has one
  --playground FILE  write the playground of schedules and templates as one
                     HTML file for a course's site, and end
  --build            build the page, and end
`;

export const classroom: Command = {
  help,
  options: {
    port: { type: "string" },
    host: { type: "string" },
    "no-open": { type: "boolean" },
    dir: { type: "string" },
    store: { type: "string" },
    playground: { type: "string" },
    build: { type: "boolean" },
  },
  async run(call) {
    noWord(call, "classroom");
    const { screen, signal } = call;
    if (!existsSync(join(kitFolder, "classroom", "page"))) {
      throw new UsageError("this copy of the course comes without the classroom's page");
    }
    const port = wholeNumber(call, "port", 8080, 65_535);
    const dir = call.text("dir");
    const schedulerFolder = dir === undefined ? join(kitFolder, "runs", "scheduler") : userPath(dir);
    const address = () => addressOfScheduler({ folder: schedulerFolder, url: call.text("store") });
    if (call.text("store") !== undefined) await address(); // a database that refuses is said here, not only on the page
    const { buildPage, openClassroom, pageFolder, writePlayground } = await import("@daglings/classroom");
    const page = { folder: pageFolder, what: "the page's tools", takes: "about 60 MB" };
    await installApart(page, screen, () => signal);
    const say = (line: string) => void process.stderr.write(`${line}\n`);
    const built = await buildPage({ say, signal });
    const file = call.text("playground");
    if (file !== undefined) {
      screen.say(`The playground is in ${writePlayground(built, userPath(file))}.`);
      return exitCodes.fine;
    }
    if (call.isSet("build")) return exitCodes.fine;
    const host = call.text("host") ?? "127.0.0.1";
    const tokens = hostTokens(host, screen.say, "this classroom");
    const { classroomDesk } = await import("../desk/classroom-desk.ts");
    const room = await openClassroom({
      desk: classroomDesk,
      pageFolder: built,
      runsFolder: join(kitFolder, "runs", "classroom"),
      port,
      host,
      tokens,
      door: {
        address,
        token: env["DAGLINGS_OPERATOR_TOKEN"] ?? null,
      },
    });
    const entrance = tokens === null ? room.address : `${room.address}/?token=${tokens.operator}`;
    screen.say(`The classroom is open at ${entrance}`);
    if (tokens !== null) screen.say(`For those who may only look: ${room.address}/?token=${tokens.viewer}`);
    if (!call.isSet("no-open")) openBrowser(entrance);
    try {
      if (!signal.aborted) await once(signal, "abort");
    } finally {
      await room.close();
    }
    return exitCodes.fine;
  },
};

/** Where the scheduler that works there can be asked. */
async function addressOfScheduler(where: KeptIn): Promise<string | null> {
  if (where.url === undefined && !existsSync(join(where.folder, "daglings.db"))) return null;
  const { schedulerAddress } = await import("@daglings/live");
  return await schedulerAddress(where);
}

/** Where there is none, the address was printed. */
function openBrowser(address: string): void {
  const programs: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
    darwin: ["open"],
    win32: ["rundll32", "url.dll,FileProtocolHandler"],
  };
  const [program, ...words] = programs[process.platform] ?? ["xdg-open"];
  const child = spawn(program, [...words, address], { stdio: "ignore", detached: true });
  child.once("error", () => {});
  child.unref();
}
