// Why the events API cannot listen and what to do about it. It learns which program holds a port by asking it over HTTP.

import { platform as ownPlatform } from "node:process";
import { EnvironmentError } from "./errors.ts";
import { urlOf } from "./url.ts";

export interface Place {
  readonly host: string;
  readonly port: number;
}

interface Circumstances {
  readonly platform?: NodeJS.Platform;
  /** In milliseconds. */
  readonly patience?: number;
}

/** The error to report: an EnvironmentError if the machine is the reason, otherwise the error itself. */
export async function explainListenError(error: unknown, place: Place): Promise<unknown> {
  const code = error instanceof Error && "code" in error ? error.code : null;
  const reason = await reasonOf(code, place);
  return reason === null ? error : new EnvironmentError(reason, { cause: error });
}

async function reasonOf(code: unknown, { host, port }: Place): Promise<string | null> {
  switch (code) {
    case "EADDRINUSE":
      return `port ${port} on ${host} is taken by ${await portHolder({ host, port })}; ${chooseAnother(port)}`;
    case "EACCES":
      return `port ${port} on ${host} is not open to you; ${chooseAnother(port)}`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `host "${host}" is not an address of this machine; use 127.0.0.1, or 0.0.0.0 for all of its addresses`;
    default:
      return null;
  }
}

function chooseAnother(taken: number): string {
  const port = taken >= 1024 && taken < 65_535 ? taken + 1 : 5001;
  return `choose another one: pnpm events-api --port ${port}, and tell the lessons with EVENTS_API=http://127.0.0.1:${port}`;
}

export async function portHolder(
  { host, port }: Place,
  { platform = ownPlatform, patience = 1000 }: Circumstances = {},
): Promise<string> {
  const command =
    platform === "win32" ? `netstat -ano | findstr :${port}` : `lsof -nP -iTCP:${port} -sTCP:LISTEN`;
  const unknown = `another program (${command} shows which)`;
  try {
    const signal = AbortSignal.timeout(patience);
    const response = await fetch(`${urlOf(host, port)}/health`, { signal, redirect: "manual" });
    const server = response.headers.get("server") ?? "";
    if (server.startsWith("AirTunes") || (platform === "darwin" && response.status === 403)) {
      return "macOS's AirPlay Receiver (System Settings → General → AirDrop & Handoff switches it off)";
    }
    if ((await response.text()) === `{"status":"healthy"}`) return "another events API";
    return server === "" ? unknown : `a program that calls itself "${server}"`;
  } catch {
    return unknown; // it does not speak HTTP, or not in time
  }
}
