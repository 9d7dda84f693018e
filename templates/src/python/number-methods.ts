// What numbers have besides arithmetic.

import { callable } from "./bind.ts";
import { integerOf } from "./values.ts";

export function numberAttribute(value: bigint | number | boolean, name: string): unknown {
  const integer = integerOf(value);
  switch (name) {
    case "real":
      return integer ?? value;
    case "imag":
      return integer === undefined ? 0 : 0n;
    case "numerator":
      return integer;
    case "denominator":
      return integer === undefined ? undefined : 1n;
    case "is_integer":
      // Python's ints have it from 3.12 on.
      return integer === undefined ? callable(name, "", () => Number.isInteger(value)) : undefined;
    case "bit_length":
      return integer === undefined
        ? undefined
        : callable(name, "", () =>
            integer === 0n ? 0n : BigInt((integer < 0n ? -integer : integer).toString(2).length),
          );
    default:
      return undefined;
  }
}
