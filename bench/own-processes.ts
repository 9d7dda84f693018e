// Processes for the attempts of one DAG only: where thousands of runs of other DAGs come before it.

import { subprocess, type SchedulerOptions } from "@daglings/engine";

type Factory = NonNullable<SchedulerOptions["executor"]>;

export function ownProcessesFor(dagId: string, othersIn: Factory): Factory {
  return (resources) => {
    const [own, others] = [subprocess()(resources), othersIn(resources)];
    const of = (asked: { readonly dagId: string }) => (asked.dagId === dagId ? own : others);
    return {
      slots: own.slots,
      start: (order, report) => of(order).start(order, report),
      stop: (attempt) => of(attempt).stop(attempt),
      async close() {
        await Promise.all([own.close(), others.close()]);
      },
    };
  };
}
