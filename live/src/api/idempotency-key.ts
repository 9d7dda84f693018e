// A key of the caller's own making: a request that is sent again with the same key does nothing twice.

import { UsageError } from "@daglings/engine";
import type { Request } from "express";
import type { Schema } from "./schema.ts";

const header = "Idempotency-Key";

/** For an endpoint's `headers`; `made` is what the same key twice is one of. */
export function idempotencyHeader(made: string): Readonly<Record<string, Schema>> {
  const description = `The same key twice is one ${made}: the second request is answered with the first one's.`;
  return { [header]: { type: "string", maxLength: 200, description } };
}

export function idempotencyKey(request: Request): string | undefined {
  const key = request.get(header);
  if (key !== "") return key;
  throw new UsageError(`the header ${header} is empty; send a key of your own making`);
}
