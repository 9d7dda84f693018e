// What others must show who reach a server of ours from another machine.

import { randomBytes } from "node:crypto";
import { env } from "node:process";
import type { Tokens } from "@daglings/live";

/** null: on this machine alone nobody needs one. `what`: "this scheduler". */
export function hostTokens(host: string, say: (line: string) => void, what: string): Tokens | null {
  if (host === "127.0.0.1" || host === "localhost") return null;
  const tokenIn = (name: string) => env[name] || randomBytes(24).toString("base64url");
  const tokens = { viewer: tokenIn("DAGLINGS_VIEWER_TOKEN"), operator: tokenIn("DAGLINGS_OPERATOR_TOKEN") };
  say(`ATTENTION: everybody who reaches ${host} can ask ${what}, if they have a token.`);
  if (!env["DAGLINGS_VIEWER_TOKEN"]) say(`To look:   Authorization: Bearer ${tokens.viewer}`);
  if (!env["DAGLINGS_OPERATOR_TOKEN"]) say(`To act:    Authorization: Bearer ${tokens.operator}`);
  return tokens;
}
