// A connection to a Temporal server, for everything that asks it something.

import { Client, Connection } from "@temporalio/client";
import { EnvironmentError } from "@daglings/engine";
import type { Access } from "./access.ts";
import { isForOperators, refusalOf, silenceOf } from "./access-trouble.ts";
import { askAgain } from "./ask-again.ts";
import { searchKeys } from "./search.ts";

export interface Connected {
  readonly client: Client;
  /** For its workers. */
  readonly access: Access;
  close(): Promise<void>;
}

export async function connectTo(access: Access): Promise<Connected> {
  const { namespace } = access;
  const connection = await Connection.connect({ ...access.connection, connectTimeout: "5s" }).catch(
    async (error: unknown) => {
      throw refusalOf(access, error) ?? (await silenceOf(access, error));
    },
  );
  try {
    await connection.workflowService.describeNamespace({ namespace }).catch((error: unknown) => {
      throw refusalOf(access, error) ?? error;
    });
    await learnToSearch(connection, access);
  } catch (error) {
    await connection.close();
    throw error;
  }
  const client = new Client({ connection, namespace, interceptors: { workflow: [askAgain] } });
  return { client, access, close: () => connection.close() };
}

/** The keyword and date types, as numbered by Temporal. */
const indexedTypes: Readonly<Record<string, number>> = { KEYWORD: 2, DATETIME: 6 };

/** A namespace must be told once which attributes runs can be found by. */
async function learnToSearch({ operatorService }: Connection, { address, namespace }: Access): Promise<void> {
  try {
    const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
    const missing = searchKeys.filter(({ name }) => !Object.hasOwn(customAttributes, name));
    if (missing.length === 0) return;
    const searchAttributes = Object.fromEntries(
      missing.map(({ name, type }) => [name, indexedTypes[type] ?? 0]),
    );
    await operatorService.addSearchAttributes({ namespace, searchAttributes });
  } catch (cause) {
    if (!isForOperators(cause)) throw cause;
    const names = searchKeys.map(({ name, type }) => `${name} (${type.toLowerCase()})`).join(", ");
    throw new EnvironmentError(
      `the Temporal server at ${address} does not let us add search attributes; have its operators add these to the namespace "${namespace}": ${names}`,
      { cause },
    );
  }
}
