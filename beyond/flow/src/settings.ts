// Variables and connections, in the place of Prefect's blocks: from the environment and from the store, as in a DAG.

import { connectionNamed, settingNames, variableNamed, type Connection } from "@daglings/engine";
import { suggest, UsageError } from "@daglings/words";
import { plainMachine } from "./machine.ts";
import type { FlowRecord } from "./record.ts";
import { current } from "./run-context.ts";

export function variable(name: string): string {
  return variableNamed(here(), name) ?? refuse("variable", name);
}

export function connection(name: string): Connection {
  return connectionNamed(here(), name) ?? refuse("connection", name);
}

function here(): FlowRecord {
  return current.getStore()?.flowTry.machine.record ?? plainMachine().record;
}

function refuse(kind: "variable" | "connection", name: string): never {
  const names = settingNames(here(), kind);
  const advice =
    names.length > 0 ? suggest(name, names, "there are") : `; make it with pnpm dags ${kind}s set`;
  throw new UsageError(`there is no ${kind} "${name}"${advice}`);
}
