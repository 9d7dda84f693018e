// Servers that want more than an address: a namespace, a login, encryption. What goes wrong is said in one sentence.

import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer as createGate, type ServerHttp2Stream } from "node:http2";
import { connect, createServer, type AddressInfo, type Server } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { chain, DAG, EnvironmentError, FunctionOperator } from "@daglings/engine";
import { openAccess, type Access } from "./access.ts";
import { connectTo } from "./client.ts";
import { enrol, trigger } from "./live.ts";
import { runWorkflowId, type RunState } from "./messages.ts";
import { openServer, runKit, startTestWorker, type TestServer } from "./testing.ts";

const namespace = "other";
/** Made for these tests alone, by an authority whose key is gone; valid from 2000 to 2126, whatever day a machine believes it is. */
const pem = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../fixtures/tls/${name}.pem`, import.meta.url)));
const [authority, crt, key] = [pem("authority"), pem("localhost"), pem("localhost-key")];
const tls = { serverRootCACertificate: authority };
const clientCertPair = { crt, key };

let server: TestServer;
const opened: Server[] = [];
beforeAll(async () => void (server = await openServer({ namespace })));
afterAll(async () => {
  for (const each of opened) each.close();
  await server.close();
});

async function listen(listener: Server): Promise<string> {
  opened.push(listener.listen(0, "127.0.0.1"));
  await once(listener, "listening");
  return `localhost:${(listener.address() as AddressInfo).port}`;
}

/** Encrypts what goes to the server, as a company's gateway would. */
async function gateway(options: TlsOptions = {}): Promise<string> {
  const place = { port: Number(server.address.split(":")[1]), host: "127.0.0.1" };
  const front = createTlsServer({ key, cert: crt, ALPNProtocols: ["h2"], ...options }, (socket) => {
    const back = connect(place);
    for (const each of [socket, back]) each.on("error", () => back.destroy() && socket.destroy());
    socket.pipe(back).pipe(socket);
  });
  front.on("tlsClientError", () => {});
  return await listen(front);
}

/** A server that refuses calls of this service, and has nothing to say to others. */
async function refusing(code: number, service = ""): Promise<string> {
  const gate = createGate().on("stream", (stream: ServerHttp2Stream, headers) => {
    const isRefused = headers[":path"]?.includes(service) ?? false;
    stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": isRefused ? code : 0 }));
    stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
    stream.end(Buffer.alloc(isRefused ? 0 : 5)); // an empty message has a head of five bytes
  });
  return await listen(gate);
}

function to(address: string, connection: Omit<Access["connection"], "address"> = {}): Access {
  return { ...openAccess(address, namespace), connection: { address, ...connection } };
}

async function whatHappens(access: Access): Promise<unknown> {
  return await connectTo(access).then(
    async (connected) => await connected.close(),
    (error: unknown) => error,
  );
}

async function sentence(access: Access): Promise<string> {
  const error = await whatHappens(access);
  return error instanceof EnvironmentError ? error.message : inspect(error);
}

/** Works there until a run of this DAG is over. */
async function workOn(
  access: Access,
  dagId: string,
  beforeItCloses: () => Promise<void> = async () => {},
): Promise<RunState> {
  const connected = await connectTo(access);
  const dag = new DAG({ dagId, schedule: null });
  const task = (taskId: string) => new FunctionOperator({ dag, taskId, callable: () => 1 });
  chain(task("first"), task("last"));
  const worker = await startTestWorker(connected, [dag]);
  await enrol(connected.client, [dag], worker.queue);
  const runId = await trigger(connected.client, { dagId });
  const run = connected.client.workflow.getHandle<() => Promise<RunState>>(runWorkflowId(dagId, runId));
  const state = await run.result();
  await beforeItCloses();
  await worker.close();
  await connected.close();
  return state;
}

test("a second namespace has DAGs of its own, and commands ask in the one that they are told", async () => {
  const words = ["temporal", "runs", "elsewhere", "--address", server.address];
  const state = await workOn(server.access, "elsewhere", async () => {
    expect(await runKit([...words, "--namespace", namespace])).toEqual({ code: 0, said: "" });
  });
  expect(state.record.state).toBe("success");
  expect((await runKit(words)).said).toContain('the server knows no DAG "elsewhere"');
  expect(await runKit(words, { TEMPORAL_NAMESPACE: "othr" })).toEqual({
    code: 3,
    said: `pnpm temporal: the Temporal server at ${server.address} has no namespace "othr"; name another with --namespace or TEMPORAL_NAMESPACE, or make it: temporal operator namespace create --namespace othr\n`,
  });
});

test("a gateway that wants encryption and a certificate of the client is passed", async () => {
  const address = await gateway({ ca: authority, requestCert: true, rejectUnauthorized: true });
  const access = to(address, { tls: { ...tls, clientCertPair } });
  expect((await workOn(access, "encrypted")).record.state).toBe("success");
});

test.each([
  ["not known", 16],
  ["not allowed here", 7],
])("a login that is %s is refused without being shown", async (_, code) => {
  const address = await refusing(code);
  const apiKey = "the-key-that-nobody-may-see";
  const error = await whatHappens(to(address, { apiKey, tls: false }));
  expect(error).toMatchObject({
    name: "EnvironmentError",
    message: `the Temporal server at ${address} does not let us into its namespace "other"; check TEMPORAL_API_KEY, the client's certificate in TEMPORAL_TLS_CLIENT_CERT_PATH, or the profile in temporal.toml`,
  });
  expect(inspect(error, { depth: 9 })).not.toContain(apiKey);
});

test("a server whose operators add search attributes themselves is told apart from one that refuses a login", async () => {
  const address = await refusing(7, "OperatorService");
  expect(await sentence(to(address))).toBe(
    `the Temporal server at ${address} does not let us add search attributes; have its operators add these to the namespace "other": DagId (keyword), LogicalDate (datetime), RunState (keyword)`,
  );
});

/** Each is waited for in vain, all at once. */
test("what keeps a connection from being made is said", async () => {
  const [encrypted, strict] = await Promise.all([
    gateway(),
    gateway({ ca: authority, requestCert: true, rejectUnauthorized: true }),
  ]);
  const other = await listen(createServer((socket) => void socket.on("error", () => {}).end("hello\n")));
  const nobody = "localhost:9";
  const all: readonly [Access, string][] = [
    [to(nobody), `no Temporal server answers at ${nobody}; pnpm temporal server starts one`],
    [to(other), `what answers at ${other} is not a Temporal server; check TEMPORAL_ADDRESS`],
    [to(encrypted), `the server at ${encrypted} wants encryption; set TEMPORAL_TLS=true`],
    [
      to(server.address, { tls: true }),
      `what answers at ${server.address} does so without encryption; set TEMPORAL_TLS=false`,
    ],
    [
      to(encrypted, { tls: true }),
      `the server at ${encrypted} cannot be asked with encryption (unable to verify the first certificate); name the authority that vouches for it in TEMPORAL_TLS_SERVER_CA_CERT_PATH, or its name in TEMPORAL_TLS_SERVER_NAME`,
    ],
    [
      to(encrypted, { tls: { ...tls, serverNameOverride: "elsewhere" } }),
      `the server at ${encrypted} cannot be asked with encryption (Hostname/IP does not match certificate's altnames: Host: elsewhere. is not in the cert's altnames: DNS:localhost, IP Address:127.0.0.1); name the authority that vouches for it in TEMPORAL_TLS_SERVER_CA_CERT_PATH, or its name in TEMPORAL_TLS_SERVER_NAME`,
    ],
    [
      to(strict, { tls }),
      `the server at ${strict} cannot be asked with encryption (it ends the connection); it may want a certificate of the client: TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH`,
    ],
  ];
  expect(await Promise.all(all.map(([access]) => sentence(access)))).toEqual(all.map(([, said]) => said));
});
