// What somebody who presses Run wants, checked.

import type { Lesson } from "@daglings/lessons";
import { checkKeys, show, suggest, UsageError } from "@daglings/words";

export interface Wanted {
  readonly variant: string | null;
  readonly isOwn: boolean;
  readonly executor: "in-process" | "subprocess";
  readonly airflow: 2 | 3;
}

export function readWanted(body: unknown, { variants }: Lesson): Wanted {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new UsageError('the body must be a JSON object, such as {"variant": null}');
  }
  checkKeys(body, ["variant", "isOwn", "executor", "airflow"]);
  const {
    variant = null,
    isOwn = false,
    executor = "in-process",
    airflow = 2,
  } = body as Record<string, unknown>;
  if (variant !== null && (typeof variant !== "string" || !Object.hasOwn(variants, variant))) {
    const hint = typeof variant === "string" ? suggest(variant, Object.keys(variants), "there are") : "";
    throw new UsageError(`variant is ${show(variant)}, which this lesson does not have${hint}`);
  }
  if (typeof isOwn !== "boolean") throw new UsageError(`isOwn is ${show(isOwn)}; it is true or false`);
  if (isOwn && variant !== null)
    throw new UsageError("your version and a variant cannot run together; name one");
  if (executor !== "in-process" && executor !== "subprocess") {
    throw new UsageError(`executor is ${show(executor)}; it must be "in-process" or "subprocess"`);
  }
  if (airflow !== 2 && airflow !== 3) throw new UsageError(`airflow is ${show(airflow)}; it is 2 or 3`);
  return { variant, isOwn, executor, airflow };
}
