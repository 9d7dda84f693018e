// Trouble to order: makes the next requests fail or wait, for experiments with retries and for tests.

import type { ServerResponse } from "node:http";
import { doorkeeper } from "./doorkeeper.ts";
import type { Handler } from "./handler.ts";
import { Refusal } from "./refusal.ts";
import { checkWholeNumber } from "./whole-number.ts";

export interface Trouble {
  /** The next `count` requests fail, or the chosen ones among them. A new order replaces the previous one; 0 ends it. */
  readonly failNext: (count: number, status?: number, isMeant?: (path: string) => boolean) => void;
  /** All requests fail as long as this returns a status. */
  readonly failWhile: (isAway: () => boolean, status?: number) => void;
  /** The next `count` requests are answered this much later. They may fail then, too. */
  readonly delayNext: (count: number, milliseconds: number) => void;
  /** Requests that come together: only this many are answered, the others get status 429. */
  readonly serveTogether: (most: number) => void;
  /** The next `count` answers stop in the middle, and the connection is closed. */
  readonly cutNext: (count: number) => void;
  readonly clear: () => void;
  readonly cause: Handler;
}

/** The longest wait that a JavaScript timer supports. */
const longestDelay = 2 ** 31 - 1;

export function trouble(): Trouble {
  let failures = { left: 0, status: 500, isMeant: (_path: string) => true };
  let outage = { isOn: () => false, status: 503 };
  let delays = { left: 0, milliseconds: 0 };
  let cuts = { left: 0 };
  const door = doorkeeper();
  const answer: Handler = (request, response, next) => {
    const isAway = outage.isOn();
    const fails = isAway || (failures.isMeant(request.url ?? "") && takeOne(failures));
    const failure = fails ? ordered((isAway ? outage : failures).status) : undefined;
    if (takeOne(cuts)) cut(response);
    if (!takeOne(delays)) return next(failure);
    const timer = setTimeout(() => next(failure), delays.milliseconds);
    response.once("close", () => clearTimeout(timer));
  };
  return {
    failNext(count, status = 500, isMeant = () => true) {
      checkWholeNumber("count", count, 0);
      checkWholeNumber("status", status, 200, 599);
      failures = { left: count, status, isMeant };
    },
    failWhile(isAway, status = 503) {
      checkWholeNumber("status", status, 200, 599);
      outage = { isOn: isAway, status };
    },
    delayNext(count, milliseconds) {
      checkWholeNumber("count", count, 0);
      checkWholeNumber("milliseconds", milliseconds, 0, longestDelay);
      delays = { left: count, milliseconds };
    },
    serveTogether(count) {
      checkWholeNumber("most", count, 1);
      door.most = count;
    },
    cutNext(count) {
      checkWholeNumber("count", count, 0);
      cuts = { left: count };
    },
    clear() {
      failures.left = 0;
      outage.isOn = () => false;
      delays.left = 0;
      cuts.left = 0;
      door.most = Infinity;
    },
    cause: (request, response, next) => door.ask(() => answer(request, response, next), next),
  };
}

function takeOne(order: { left: number }): boolean {
  if (order.left === 0) return false;
  order.left--;
  return true;
}

/** The head promises the whole answer, so the reader learns that a part is missing. */
function cut(response: ServerResponse): void {
  response.end = (body: unknown) => {
    const whole = Buffer.from(String(body));
    response.write(whole.subarray(0, whole.length / 2), () => response.socket?.destroySoon());
    return response;
  };
}

function ordered(status: number): Refusal {
  const message = `this request was told to fail with status ${status}`;
  return new Refusal({ status, parameter: null, value: null, message });
}
