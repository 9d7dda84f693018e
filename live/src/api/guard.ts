// Who may ask. On this machine alone nobody needs a token, but a web page somewhere else must not reach the API through
// its reader's browser: so the Host must be this machine's, and a foreign Origin is refused. Anywhere else a token is
// needed, a viewer's or an operator's.

import { createHash, timingSafeEqual } from "node:crypto";
import { isIP } from "node:net";
import type { Request } from "express";
import type { Access } from "./endpoint.ts";
import { Refusal } from "./refusal.ts";

export interface Tokens {
  readonly viewer: string;
  readonly operator: string;
}

export interface Guard {
  /** Throws a Refusal. */
  readonly admit: (request: Request, access: Access) => void;
}

const local = new Set(["127.0.0.1", "localhost", "[::1]"]);

export function makeGuard({
  tokens,
  host,
}: {
  readonly tokens: Tokens | null;
  readonly host: string;
}): Guard {
  return {
    admit(request, access) {
      checkHost(request, host);
      checkOrigin(request);
      if (tokens === null) return;
      const given = tokenOf(request);
      if (given === undefined) {
        throw new Refusal(401, "a token is needed; send the header Authorization: Bearer and the token");
      }
      if (isSame(given, tokens.operator)) return;
      if (!isSame(given, tokens.viewer)) throw new Refusal(401, "this token is not known");
      if (access === "operator") throw new Refusal(403, "this token may only look; use the operator's");
    },
  };
}

/** A name that somebody has pointed at this machine (DNS rebinding) is not one of its own. */
function checkHost(request: Request, host: string): void {
  const asked = (request.get("Host") ?? "").replace(/:\d+$/, "");
  const isAddress = isIP(asked.replace(/^\[|\]$/g, "")) !== 0;
  if (local.has(asked) || asked === host || (host !== "127.0.0.1" && isAddress)) return;
  throw new Refusal(421, `this is not ${asked || "what was asked for"}; ask for http://127.0.0.1`);
}

function checkOrigin(request: Request): void {
  const origin = request.get("Origin");
  if (origin === undefined || origin === `http://${request.get("Host")}`) return;
  throw new Refusal(403, `pages of ${origin} may not ask here`);
}

/** A browser's event stream cannot send headers: for it, the token may be in the address. */
function tokenOf(request: Request): string | undefined {
  const [, bearer] = /^Bearer (\S+)$/i.exec(request.get("Authorization") ?? "") ?? [];
  const inAddress = request.query["token"];
  return bearer ?? (typeof inAddress === "string" ? inAddress : undefined);
}

/** Takes the same time however much of it is right. */
function isSame(given: string, wanted: string): boolean {
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(given), hash(wanted));
}
