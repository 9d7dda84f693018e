// The files of lesson 17: orders of customers, one file each. Every second one goes on in another file, which is unknown
// before the first one is read.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface CustomerFile {
  /** "customer_001", or for the file in which it goes on, "customer_001_more". */
  readonly name: string;
  /** "customers/customer_001.csv" */
  readonly path: string;
  readonly text: string;
  readonly orders: number;
  readonly total: number;
  /** It continues another file. */
  readonly isFound: boolean;
}

/** The same files for the same seed. */
export function customerFiles({
  count,
  seed,
}: {
  readonly count: number;
  readonly seed: number;
}): CustomerFile[] {
  return Array.from({ length: count }, (_, index) => index + 1).flatMap((number) => {
    const name = `customer_${String(number).padStart(3, "0")}`;
    const goesOn = number % 2 === 0;
    const first = fileOf(name, number, seed, goesOn);
    return goesOn ? [first, fileOf(`${name}_more`, number + count, seed, false)] : [first];
  });
}

function fileOf(name: string, number: number, seed: number, goesOn: boolean): CustomerFile {
  const amounts = Array.from(
    { length: 3 + (number % 4) },
    (_, row) => 10 + ((number * 37 + row * 101 + seed * 13) % 500),
  );
  const isFound = name.endsWith("_more");
  const rows = amounts.map((amount, row) => `${number * 10 + row},${amount}`);
  const last = goesOn ? [`# goes on in customers/more/${name}_more.csv`] : [];
  return {
    name,
    path: `customers/${isFound ? "more/" : ""}${name}.csv`,
    text: `${["order,amount", ...rows, ...last].join("\n")}\n`,
    orders: amounts.length,
    total: amounts.reduce((sum, amount) => sum + amount, 0),
    isFound,
  };
}

export function writeCustomerFiles(folder: string, files: readonly CustomerFile[]): void {
  mkdirSync(join(folder, "customers", "more"), { recursive: true });
  for (const { path, text } of files) writeFileSync(join(folder, path), text);
}
