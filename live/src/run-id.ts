// The run that a key stands for: nothing else must be remembered, even over a restart.

import { createHash } from "node:crypto";

export function runIdFor(key: string): string {
  return `manual__${createHash("sha256").update(key).digest("hex").slice(0, 32)}`;
}
