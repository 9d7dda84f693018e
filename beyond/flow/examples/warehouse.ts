// A chain as in dbt: extract, transform, validate, load, notify. The validation fails. The tasks that depend on it are
// then not ready and are never called; the notification still goes out, because it allows the failure.
//
//   pnpm flow run beyond/flow/examples/warehouse.ts:warehouse
//   pnpm flow run beyond/flow/examples/warehouse.ts:warehouse --param 'orders=[["anna",3]]'

import { allowFailure, flow, runContext, task } from "@daglings/flow";

type Order = readonly [customer: string, amount: number];

const extract = task(async (orders: readonly Order[]) => orders, { retries: 2, retryDelay: { seconds: 5 } });

const transform = task(async (orders: readonly Order[]) =>
  orders.map(([customer, amount]) => ({ customer, amount })),
);

type Row = Awaited<ReturnType<typeof transform>>[number];

const validate = task(async (rows: readonly Row[]) => {
  const wrong = rows.filter(({ amount }) => amount < 0);
  if (wrong.length > 0) throw new Error(`${wrong.length} of ${rows.length} rows have a negative amount`);
  return rows;
});

const load = task(async (rows: readonly Row[]) => rows.length);

const notify = task(async (outcome: unknown) => {
  const text = outcome instanceof Error ? `not loaded: ${outcome.message}` : `${String(outcome)} rows loaded`;
  runContext().log(text);
  return text;
});

const usual: readonly Order[] = [
  ["anna", 3],
  ["berta", -1],
];

export const warehouse = flow(async ({ orders = usual }: { orders?: readonly Order[] }) => {
  const valid = validate.submit(transform.submit(extract.submit(orders)));
  const loaded = load.submit(valid);
  // A task that was not ready has not failed, so there is no failure of it to allow: it was the validation that failed.
  const isValid = (await valid.wait()).type === "COMPLETED";
  await notify(isValid ? loaded : allowFailure(valid));
  return [valid, loaded];
});
