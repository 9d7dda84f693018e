// `pnpm temporal server`: Temporal's development server, with its own page; and which server the other commands ask.

import { connect } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import process, { env } from "node:process";
import { EnvironmentError, UsageError } from "@daglings/engine";
import { kitFolder, makeWorkFolder } from "@daglings/stage";
import { exitCodes, noWord, userPath, type Call, type ExitCode } from "../command-line.ts";
import { wholeNumber } from "../commands/whole-number.ts";
import { openRoom, type Connected, type Room } from "./room.ts";

const usual = { port: 7233, uiPort: 8233 };

export async function install(call: Call): Promise<ExitCode> {
  noWord(call, "temporal install");
  const room = await openRoom(call);
  call.screen.say(`Temporal is ready; its server is ${programFor(room)}.`);
  return exitCodes.fine;
}

export async function serve(call: Call): Promise<ExitCode> {
  noWord(call, "temporal server");
  const room = await openRoom(call);
  const program = programFor(room);
  const folder =
    call.text("dir") === undefined ? join(kitFolder, "runs", "temporal") : userPath(call.text("dir") ?? "");
  makeWorkFolder(folder);
  const port = wholeNumber(call, "port", usual.port, 65_535);
  const uiPort = wholeNumber(call, "ui-port", usual.uiPort, 65_535);
  const server = await room.startServer({ program, port, uiPort, database: join(folder, "temporal.db") });
  call.screen.say(
    `Temporal serves at ${server.address}, and its page is http://127.0.0.1:${uiPort}; until Ctrl-C.`,
  );
  call.screen.say("Next, in another terminal: pnpm temporal worker, or pnpm temporal lesson 08");
  const stopped = once(call.signal, "abort");
  await Promise.race([stopped, server.ended]);
  await server.close();
  if (call.signal.aborted) return exitCodes.fine;
  throw new EnvironmentError(
    `Temporal's server at ${server.address} has ended by itself; start it again: what it knew is in ${folder}`,
  );
}

/** What is said goes to stderr: what a command prints stays the same. */
function programFor(room: Room): string {
  return room.findTemporal() ?? room.bringTemporal((line) => void process.stderr.write(`${line}\n`));
}

export function addressFor(call: Call): string {
  return call.text("address") ?? env["TEMPORAL_ADDRESS"] ?? `127.0.0.1:${usual.port}`;
}

/** For commands that need a server which is there already: without one, nothing is installed. */
export async function expectServer(call: Call): Promise<void> {
  const address = addressFor(call);
  if (await isServing(address)) return;
  throw new EnvironmentError(`no Temporal server answers at ${address}; pnpm temporal server starts one`);
}

/** The server that runs; if there is none, one of its own, for as long as it is needed. */
export async function connectOrStart(
  call: Call,
): Promise<{ readonly room: Room; readonly connected: Connected }> {
  const isNamed = call.text("address") !== undefined || env["TEMPORAL_ADDRESS"] !== undefined;
  if (isNamed) await expectServer(call);
  const isThere = isNamed || (await isServing(addressFor(call)));
  const room = await openRoom(call);
  if (isThere) return { room, connected: await room.connectTo(addressFor(call)) };
  const server = await room.startServer({ program: programFor(room) });
  try {
    const connected = await room.connectTo(server.address);
    const close = async () => {
      await connected.close();
      await server.close();
    };
    return { room, connected: { ...connected, close } };
  } catch (error) {
    await server.close();
    throw error;
  }
}

async function isServing(address: string): Promise<boolean> {
  const [, host = "", port = ""] = /^(.+):(\d{1,5})$/.exec(address) ?? [];
  if (host === "" || Number(port) > 65_535) {
    throw new UsageError(`the address of a Temporal server is "${address}"; write HOST:PORT`);
  }
  const socket = connect(Number(port), host);
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
