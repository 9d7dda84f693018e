// `pnpm temporal server`: Temporal's development server, with its own page; and which server the other commands ask.

import { connect } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import process, { env } from "node:process";
import { EnvironmentError, UsageError } from "@daglings/engine";
import { kitFolder, makeWorkFolder } from "@daglings/stage";
import { exitCodes, noWord, userPath, type Call, type ExitCode } from "../command-line.ts";
import { wholeNumber } from "../commands/whole-number.ts";
import { isRoomInstalled, openRoom, type Access, type Connected, type Room } from "./room.ts";

const usual = { port: 7233, uiPort: 8233 };
const usualAddress = `127.0.0.1:${usual.port}`;

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
  const database = join(folder, "temporal.db");
  const namespace = call.text("namespace");
  const server = await room.startServer({ program, port, uiPort, database, namespace });
  const { address } = server.access;
  call.screen.say(`Temporal serves at ${address}, and its page is http://127.0.0.1:${uiPort}; until Ctrl-C.`);
  call.screen.say("Next, in another terminal: pnpm temporal worker, or pnpm temporal lesson 08");
  const stopped = once(call.signal, "abort");
  await Promise.race([stopped, server.ended]);
  await server.close();
  if (call.signal.aborted) return exitCodes.fine;
  throw new EnvironmentError(
    `Temporal's server at ${address} has ended by itself; start it again: what it knew is in ${folder}`,
  );
}

/** What is said goes to stderr: what a command prints stays the same. */
function programFor(room: Room): string {
  return room.findTemporal() ?? room.bringTemporal((line) => void process.stderr.write(`${line}\n`));
}

/** For commands that need a server which is there already: without one, nothing is installed. */
export async function openRoomFor(call: Call): Promise<{ readonly room: Room; readonly access: Access }> {
  await lookBeforeInstalling(call, usualAddress);
  const room = await openRoom(call);
  const access = room.accessFor(serverWords(call), usualAddress);
  await expectServer(access);
  return { room, access };
}

/** The server that runs; if there is none, one of its own, for as long as it is needed. */
export async function connectOrStart(
  call: Call,
): Promise<{ readonly room: Room; readonly connected: Connected }> {
  await lookBeforeInstalling(call);
  const room = await openRoom(call);
  const access = room.accessFor(serverWords(call), usualAddress);
  if (access.isNamed) await expectServer(access);
  if (access.isNamed || (await isServing(access.address))) {
    return { room, connected: await room.connectTo(access) };
  }
  const server = await room.startServer({ program: programFor(room) });
  try {
    const connected = await room.connectTo(server.access);
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

function serverWords({ text }: Call) {
  const [address, namespace] = [text("address"), text("namespace")];
  return { ...(address !== undefined && { address }), ...(namespace !== undefined && { namespace }) };
}

/** A profile may name the server as well, but only what is installed can read it. */
async function lookBeforeInstalling({ text }: Call, otherwise?: string): Promise<void> {
  if (isRoomInstalled() || env["TEMPORAL_PROFILE"] !== undefined) return;
  const address = text("address") ?? env["TEMPORAL_ADDRESS"] ?? otherwise;
  if (address !== undefined) await expectServer({ address });
}

async function expectServer({ address }: Pick<Access, "address">): Promise<void> {
  if (await isServing(address)) return;
  throw new EnvironmentError(`no Temporal server answers at ${address}; pnpm temporal server starts one`);
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
