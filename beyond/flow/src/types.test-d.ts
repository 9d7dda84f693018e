// What the compiler says about wrong calls. Checked by `pnpm verify:types`; it never runs.

import { allowFailure, flow, task, unmapped, type StandardSchema } from "./index.ts";

const count = task(async (day: string, size: number) => day.length * size);
const total = task(async (values: readonly number[]) => values.length);

export async function calls() {
  const future = count.submit("2019-01-01", 2);
  (await future.result()) satisfies number;
  (await count("2019-01-01", future)) satisfies number; // a future of a number is as good as a number
  (await total([future, 3])) satisfies number;
  await total(allowFailure(total.submit([]).state) as never);
  count.map(["a", "b"], unmapped(2)) satisfies readonly { result(): Promise<number> }[];
  count.withOptions({ retries: 3, waitFor: [future] }).submit("a", 1);
  // @ts-expect-error: a day is a text
  await count(1, 2);
  // @ts-expect-error: a future of a number is not a day
  count.submit(future, 2);
  // @ts-expect-error: its size is missing
  count.submit("2019-01-01");
  // @ts-expect-error: there is no such option
  task(async () => 1, { retry: 3 });
  // @ts-expect-error: the key is made of the task's own arguments
  task(async (day: string) => day, { cacheKey: (day: number) => String(day) });
}

declare const schema: StandardSchema<{ days: string }, { days: number }>;

export async function flows() {
  const plain = flow(async ({ days }: { days: string[] }) => days.length);
  const checked = flow(async ({ days }) => days + 1, { parameters: schema });
  const none = flow(async () => "done");
  const states = flow(async () => [count.submit("a", 1)]);
  (await plain({ days: ["a"] })) satisfies number;
  (await checked({ days: "3" })) satisfies number; // what goes in, and what its function gets
  (await none()) satisfies string;
  (await states())[0]?.result() satisfies number | undefined;
  // @ts-expect-error: days is a list of texts
  await plain({ days: [1] });
  // @ts-expect-error: days is missing
  await plain({});
  // @ts-expect-error: its parameters are missing
  await plain();
  // @ts-expect-error: the schema takes a text
  await checked({ days: 3 });
  // @ts-expect-error: it has no parameters
  await none({ days: 3 });
}
