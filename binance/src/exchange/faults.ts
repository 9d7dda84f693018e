// Faults on demand: what the exchange does instead of answering, for a stretch of its time or for the next requests.

import type { RequestHandler, Response } from "express";
import { Refusal, type RefusalFacts } from "./refusal.ts";

export type Fault =
  | { readonly kind: "error"; readonly status?: number } // 500 to 599
  | { readonly kind: "rate-limit"; readonly retryAfter?: number } // 429; in seconds, as is the next
  | { readonly kind: "banned"; readonly retryAfter?: number } // 418
  | { readonly kind: "restricted" } // 451
  | { readonly kind: "away" } // the connection is reset
  | { readonly kind: "delay"; readonly milliseconds: number } // of real time; then the true answer
  | { readonly kind: "malformed"; readonly body?: string }; // 200, with something other than the answer

/** From `from` on and before `until`, in epoch milliseconds by the exchange's clock. */
export type TimedFault = Fault & { readonly from: number; readonly until: number };

export interface Faults {
  /** Replaces the earlier plan. If stretches overlap, the first in the list counts. */
  readonly setFaults: (faults: readonly TimedFault[]) => void;
  /** The next `count` requests, whatever the plan says. A new order replaces the one before. */
  readonly failNext: (count: number, fault: Fault) => void;
  readonly clear: () => void;
  readonly cause: RequestHandler;
}

export function faults(now: () => number): Faults {
  let plan: readonly TimedFault[] = [];
  let order: { left: number; readonly fault: Fault } | null = null;

  const nextFault = (): Fault | undefined => {
    if (order && order.left > 0) {
      order.left--;
      return order.fault;
    }
    const time = now();
    return plan.find(({ from, until }) => from <= time && time < until);
  };

  return {
    setFaults(timed) {
      timed.forEach(check);
      plan = timed;
    },
    failNext(count, fault) {
      checkWhole("count", count, 0, Number.MAX_SAFE_INTEGER);
      check(fault);
      order = { left: count, fault };
    },
    clear() {
      plan = [];
      order = null;
    },
    cause(_request, response, next) {
      const fault = nextFault();
      if (fault) commit(fault, response, next, now());
      else next();
    },
  };
}

function commit(fault: Fault, response: Response, next: (error?: unknown) => void, now: number): void {
  switch (fault.kind) {
    case "away":
      return void response.socket?.resetAndDestroy();
    case "malformed":
      return void response.type("json").send(fault.body ?? `{"mins":5,"price":"682`);
    case "delay": {
      const timer = setTimeout(next, fault.milliseconds);
      return void response.once("close", () => clearTimeout(timer));
    }
    case "error":
    case "rate-limit":
    case "banned":
    case "restricted":
      return next(new Refusal(refusalFor(fault, now)));
    default:
      throw new TypeError(`unknown fault ${JSON.stringify(fault satisfies never)}`);
  }
}

type Refusing = Extract<Fault, { kind: "error" | "rate-limit" | "banned" | "restricted" }>;

function refusalFor(fault: Refusing, now: number): RefusalFacts {
  switch (fault.kind) {
    case "error": {
      const message = "Internal error; unable to process your request. Please try again.";
      return { status: fault.status ?? 500, code: -1001, message };
    }
    case "rate-limit": {
      const { retryAfter = 30 } = fault;
      const message = "Too much request weight used; the limit is 6000 request weight per 1 MINUTE.";
      return { status: 429, code: -1003, message, retryAfter };
    }
    case "banned": {
      const { retryAfter = 120 } = fault;
      const message = `Way too much request weight used; IP banned until ${now + 1000 * retryAfter}.`;
      return { status: 418, code: -1003, message, retryAfter };
    }
    case "restricted": {
      const message = "Service unavailable from a restricted location; this one was told to say so.";
      return { status: 451, code: 0, message };
    }
    default:
      throw new TypeError(`unknown fault ${JSON.stringify(fault satisfies never)}`);
  }
}

/** The longest wait that JavaScript's timers support. */
const longestDelay = 2 ** 31 - 1;

function check(fault: Fault): void {
  if (fault.kind === "error") checkWhole("status", fault.status ?? 500, 500, 599);
  if (fault.kind === "delay") checkWhole("milliseconds", fault.milliseconds, 0, longestDelay);
}

function checkWhole(what: string, value: number, least: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw new RangeError(`${what} is ${value}; it must be a whole number from ${least} to ${most}`);
}
