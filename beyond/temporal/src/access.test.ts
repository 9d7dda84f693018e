// Which server is asked, and as whom: what the environment, a profile and the command line say of it.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { accessFor } from "./access.ts";
import { makeTestFolder } from "./testing.ts";

const usual = "127.0.0.1:7233";
const key = "the-key-that-nobody-may-see";

let file: string;
beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith("TEMPORAL_")) vi.stubEnv(name, undefined);
  file = join(makeTestFolder(), "temporal.toml");
  vi.stubEnv("TEMPORAL_CONFIG_FILE", file); // not that of the person who tests
});
afterEach(() => void vi.unstubAllEnvs());

function writeProfiles(): void {
  writeFileSync(
    file,
    `[profile.default]
address = "first:7233"
[profile.work]
address = "work:7233"
namespace = "reports"
api_key = "${key}"
`,
  );
}

test("a server that nobody has named is the usual one, without login or encryption", () => {
  const access = accessFor({}, usual);
  expect(access).toMatchObject({ address: usual, namespace: "default", isNamed: false });
  expect(access.connection).toEqual({ address: usual });
});

test("a profile names a server, its namespace and a login, and a login is encrypted", () => {
  writeProfiles();
  expect(accessFor({}, usual)).toMatchObject({ address: "first:7233", namespace: "default", isNamed: true });
  vi.stubEnv("TEMPORAL_PROFILE", "work");
  expect(accessFor({}, usual)).toMatchObject({
    address: "work:7233",
    namespace: "reports",
    isNamed: true,
    connection: { address: "work:7233", apiKey: key, tls: true },
  });
});

test("the environment goes before a profile, and the command line before both", () => {
  writeProfiles();
  vi.stubEnv("TEMPORAL_PROFILE", "work");
  vi.stubEnv("TEMPORAL_NAMESPACE", "tests");
  vi.stubEnv("TEMPORAL_TLS", "false");
  const connection = { address: "work:7233", apiKey: key, tls: false };
  expect(accessFor({}, usual)).toMatchObject({ namespace: "tests", connection });
  expect(accessFor({ address: "here:1", namespace: "mine" }, usual)).toMatchObject({
    address: "here:1",
    namespace: "mine",
    connection: { ...connection, address: "here:1" },
  });
});

test("a namespace alone names a server: none of our own has it", () => {
  expect(accessFor({ namespace: "mine" }, usual)).toMatchObject({ address: usual, isNamed: true });
});

test.each([
  [
    "a profile that does not exist",
    () => vi.stubEnv("TEMPORAL_PROFILE", "wrk"),
    `for the profile "wrk" (Profile 'wrk' not found in config data)`,
  ],
  [
    "a file that cannot be read as TOML",
    () => writeFileSync(file, `[profile.default]\napi_key = "${key}" oops\n`),
    "(Invalid TOML document: ",
  ],
  [
    "a certificate that is not there",
    () => vi.stubEnv("TEMPORAL_TLS_SERVER_CA_CERT_PATH", "/nowhere/authority.pem"),
    "no such file or directory, open '/nowhere/authority.pem'",
  ],
])("%s is reported without a secret", (_, spoil, said) => {
  writeProfiles();
  spoil();
  let thrown: unknown;
  try {
    accessFor({}, usual);
  } catch (error) {
    thrown = error;
  }
  const message = thrown instanceof Error ? thrown.message : "nothing was thrown";
  expect(message).toMatch(
    /^what says how to connect to Temporal cannot be used.*; check temporal\.toml, or /,
  );
  expect(message).toContain(said);
  expect(inspect(thrown, { depth: 9 })).not.toContain(key);
});
