// Values that tasks hand on to each other are written as JSON.

import { UsageError } from "@daglings/words";
import { isTooDeep } from "./nesting.ts";

/** A value as it can be pulled later: a copy, with only what JSON keeps. */
export function asXCom({ place }: { readonly place: string }, key: string, value: unknown): unknown {
  try {
    const copy = JSON.parse(JSON.stringify(value) ?? "null") as unknown;
    if (isTooDeep(copy)) throw new RangeError("it is nested too deeply");
    return copy;
  } catch (cause) {
    const advice = "return a part of it, or nothing, or set doXComPush: false";
    throw new UsageError(`${place}: its XCom "${key}" cannot be written as JSON; ${advice}`, { cause });
  }
}
