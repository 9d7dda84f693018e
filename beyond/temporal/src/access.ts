// Which server, in which namespace, and as whom: told as Temporal's own tools are told, by TEMPORAL_ADDRESS,
// TEMPORAL_NAMESPACE, TEMPORAL_API_KEY, TEMPORAL_TLS and the others, or by a profile of temporal.toml. Only this file reads
// them. What it reads may be secret, and must not get into a message.

import process from "node:process";
import { loadClientConnectConfig, type ClientConnectConfig } from "@temporalio/envconfig";
import { asError, EnvironmentError } from "@daglings/engine";

/** What a command line names; the rest comes from the environment or a profile. */
interface ServerWords {
  readonly address?: string;
  readonly namespace?: string;
}

export interface Access {
  readonly address: string;
  readonly namespace: string;
  /** Somebody has said where the server is, or what its namespace is called. */
  readonly isNamed: boolean;
  /** How to connect, for those who ask and for those who work. */
  readonly connection: Pick<
    ClientConnectConfig["connectionOptions"],
    "address" | "apiKey" | "tls" | "metadata"
  >;
}

/** `usualAddress`: where a server is if nobody has named one. */
export function accessFor(words: ServerWords, usualAddress: string): Access {
  const given = configured();
  const namedAddress = words.address ?? given.connectionOptions.address;
  const namedSpace = words.namespace ?? given.namespace;
  const address = namedAddress ?? usualAddress;
  return {
    address,
    namespace: namedSpace ?? usualNamespace,
    isNamed: namedAddress !== undefined || namedSpace !== undefined,
    connection: { ...given.connectionOptions, address },
  };
}

/** To a server of our own. */
export function openAccess(address: string, namespace = usualNamespace): Access {
  return { address, namespace, isNamed: true, connection: { address } };
}

const usualNamespace = "default";

function configured(): ClientConnectConfig {
  try {
    return loadClientConnectConfig();
  } catch (error) {
    // A parser's message goes on with the lines around the fault, and an error with all of it: there may be a key in them.
    const [reason] = asError(error).message.split("\n");
    const profile = process.env["TEMPORAL_PROFILE"];
    const where = profile === undefined ? "" : ` for the profile "${profile}"`;
    throw new EnvironmentError(
      `what says how to connect to Temporal cannot be used${where} (${reason}); check temporal.toml, or the variables TEMPORAL_…`,
    );
  }
}
