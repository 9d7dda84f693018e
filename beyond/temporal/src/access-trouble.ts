// Why a server cannot be asked, in a sentence that says what to do. Temporal's own client often only says that it has
// waited in vain; then the server's door is knocked at.

import { once } from "node:events";
import { connect as connectPlainly, type Socket } from "node:net";
import { connect as connectByTls, type ConnectionOptions } from "node:tls";
import { asError, EnvironmentError } from "@daglings/engine";
import type { Access } from "./access.ts";

/** As numbered by gRPC. */
const codes = { notFound: 5, mayNot: 7, notOffered: 12, notLoggedIn: 16 };

/** In milliseconds. */
const patience = 3000;

/** It has answered, but not what was asked; null: this is something else. */
export function refusalOf({ address, namespace }: Access, error: unknown): EnvironmentError | null {
  const server = `the Temporal server at ${address}`;
  const code = codeOf(error);
  if (code === codes.notFound) {
    const advice = `name another with --namespace or TEMPORAL_NAMESPACE, or make it: temporal operator namespace create --namespace ${namespace}`;
    return new EnvironmentError(`${server} has no namespace "${namespace}"; ${advice}`, { cause: error });
  }
  if (code !== codes.mayNot && code !== codes.notLoggedIn) return null;
  const advice =
    "check TEMPORAL_API_KEY, the client's certificate in TEMPORAL_TLS_CLIENT_CERT_PATH, or the profile in temporal.toml";
  return new EnvironmentError(`${server} does not let us into its namespace "${namespace}"; ${advice}`, {
    cause: error,
  });
}

/** Only those who run the server may add what runs are found by, or they do it in another way. */
export function isForOperators(error: unknown): boolean {
  const code = codeOf(error);
  return code === codes.mayNot || code === codes.notOffered;
}

function codeOf(error: unknown): unknown {
  if (!(error instanceof Error)) return undefined;
  return "code" in error && typeof error.code === "number" ? error.code : codeOf(error.cause);
}

/** Nobody has answered, or nothing that can be understood. */
export async function silenceOf(
  { address, connection: { tls } }: Access,
  cause: unknown,
): Promise<EnvironmentError> {
  const trouble = (sentence: string) => new EnvironmentError(sentence, { cause });
  const host = address.slice(0, address.lastIndexOf(":")).replaceAll(/^\[|\]$/g, "");
  const place = { host, port: Number(address.slice(address.lastIndexOf(":") + 1)) };
  if ((await knock(connectPlainly(place), "connect")) !== null) {
    return trouble(`no Temporal server answers at ${address}; pnpm temporal server starts one`);
  }
  const mayTrustAll = { ...place, ALPNProtocols: ["h2"], rejectUnauthorized: false };
  const hasTls = (await knock(connectByTls(mayTrustAll), "secureConnect")) === null;
  if (!tls) {
    return trouble(
      hasTls
        ? `the server at ${address} wants encryption; set TEMPORAL_TLS=true`
        : `what answers at ${address} is not a Temporal server; check TEMPORAL_ADDRESS`,
    );
  }
  if (!hasTls) {
    return trouble(`what answers at ${address} does so without encryption; set TEMPORAL_TLS=false`);
  }
  const reason = await knock(connectByTls({ ...place, ...tlsOptions(tls) }), "secureConnect");
  const advice =
    reason === null
      ? "it may want a certificate of the client: TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH"
      : "name the authority that vouches for it in TEMPORAL_TLS_SERVER_CA_CERT_PATH, or its name in TEMPORAL_TLS_SERVER_NAME";
  const why = reason === null ? "it ends the connection" : reason;
  return trouble(`the server at ${address} cannot be asked with encryption (${why}); ${advice}`);
}

function tlsOptions(tls: NonNullable<Access["connection"]["tls"]>): ConnectionOptions {
  const { serverNameOverride, serverRootCACertificate: ca } = typeof tls === "object" ? tls : {};
  return {
    ALPNProtocols: ["h2"],
    ...(serverNameOverride && { servername: serverNameOverride }),
    ...(ca && { ca: Buffer.from(ca) }),
  };
}

/** Why it does not open; null: it has opened. */
async function knock(socket: Socket, opened: "connect" | "secureConnect"): Promise<string | null> {
  try {
    await once(socket, opened, { signal: AbortSignal.timeout(patience) });
    return null;
  } catch (error) {
    return asError(error).message.split("; ")[0] ?? ""; // Node's own advice follows
  } finally {
    socket.on("error", () => {}).destroy();
  }
}
