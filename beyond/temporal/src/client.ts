// A connection to a Temporal server, for everything that asks it something.

import { Client, Connection } from "@temporalio/client";
import { EnvironmentError } from "@daglings/engine";
import { askAgain } from "./ask-again.ts";
import { searchKeys } from "./search.ts";

export interface Connected {
  readonly client: Client;
  readonly address: string;
  close(): Promise<void>;
}

export async function connectTo(address: string): Promise<Connected> {
  const connection = await Connection.connect({ address, connectTimeout: "5s" }).catch((cause: unknown) => {
    const advice = "pnpm temporal server starts one";
    throw new EnvironmentError(`no Temporal server answers at ${address}; ${advice}`, { cause });
  });
  await learnToSearch(connection);
  const client = new Client({ connection, interceptors: { workflow: [askAgain] } });
  return { client, address, close: () => connection.close() };
}

/** The keyword and date types, as numbered by Temporal. */
const indexedTypes: Readonly<Record<string, number>> = { KEYWORD: 2, DATETIME: 6 };

/** A server must be told once which attributes runs can be found by. */
async function learnToSearch({ operatorService }: Connection): Promise<void> {
  const namespace = "default";
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const missing = searchKeys.filter(({ name }) => !Object.hasOwn(customAttributes, name));
  if (missing.length === 0) return;
  const searchAttributes = Object.fromEntries(
    missing.map(({ name, type }) => [name, indexedTypes[type] ?? 0]),
  );
  await operatorService.addSearchAttributes({ namespace, searchAttributes });
}
