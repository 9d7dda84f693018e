import { PythonError } from "./python-error.ts";

export function toFloat(value: bigint | number | boolean): number {
  const float = Number(value);
  if (typeof value === "bigint" && !Number.isFinite(float)) {
    throw new PythonError("the int is too large for a float");
  }
  return float;
}
