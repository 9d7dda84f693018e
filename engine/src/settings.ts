// Variables and connections, from the environment (DAGLINGS_VAR_REGION, DAGLINGS_CONN_SHOP) or else from the store.

import { env } from "node:process";
import { UsageError } from "@daglings/words";
import type { Setting, Store } from "./ports.ts";

export interface Connection {
  readonly connId: string;
  readonly connType: string;
  readonly host: string | null;
  readonly login: string | null;
  readonly password: string | null;
  readonly port: number | null;
  readonly schema: string | null;
  /** Everything else that the connection needs, as JSON text and as an object. */
  readonly extra: string;
  readonly extraDejson: Readonly<Record<string, unknown>>;
  readonly uri: string;
}

export type SettingReader = Pick<Store, "listSettings">;

const prefixes = { variable: "DAGLINGS_VAR_", connection: "DAGLINGS_CONN_" } as const;

/** Airflow's list: a setting with such a name is secret, wherever it comes from. */
const secretName =
  /access_token|api_?key|authorization|pass(phrase|wd|word)|private_key|secret|token|credential/i;

export function environmentName(kind: Setting["kind"], name: string): string {
  return prefixes[kind] + name.toUpperCase();
}

export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

function findSetting(store: SettingReader, kind: Setting["kind"], name: string): string | undefined {
  const inStore = () =>
    store.listSettings().find((setting) => setting.kind === kind && setting.name === name);
  return env[environmentName(kind, name)] ?? inStore()?.value;
}

/** Names from the environment are in lower case. */
export function settingNames(store: SettingReader, kind: Setting["kind"]): string[] {
  const inStore = store.listSettings().filter((setting) => setting.kind === kind);
  const inEnvironment = Object.keys(env).filter((key) => key.startsWith(prefixes[kind]));
  const short = inEnvironment.map((key) => key.slice(prefixes[kind].length).toLowerCase());
  return [...new Set([...inStore.map((setting) => setting.name), ...short])];
}

export interface KnownSetting extends Omit<Setting, "kind"> {
  /** The environment wins. */
  readonly from: "environment" | "store";
}

/** Every setting of a kind, and where it comes from. */
export function settingsOf(store: SettingReader, kind: Setting["kind"]): KnownSetting[] {
  const inStore = new Map(
    store.listSettings().flatMap((each) => (each.kind === kind ? [[each.name, each] as const] : [])),
  );
  return settingNames(store, kind)
    .toSorted()
    .map((name) => {
      const fromOutside = env[environmentName(kind, name)];
      const kept = inStore.get(name);
      return {
        name,
        value: fromOutside ?? kept?.value ?? "",
        secret: kind === "connection" || (kept?.secret ?? false) || isSecretName(name),
        from: fromOutside === undefined ? "store" : "environment",
      };
    });
}

export function variableNamed(store: SettingReader, name: string): string | undefined {
  return findSetting(store, "variable", name);
}

export function connectionNamed(store: SettingReader, name: string): Connection | undefined {
  const uri = findSetting(store, "connection", name);
  return uri === undefined ? undefined : parseConnection(name, uri);
}

/** `type://login:password@host:port/schema?more=x`, each part percent-encoded where it must be. */
export function parseConnection(connId: string, uri: string): Connection {
  let url: URL;
  try {
    url = new URL(uri);
  } catch {
    // The value may hold a password, so it is not repeated.
    throw new UsageError(
      `connection "${connId}" is not a URI; write type://login:password@host:port/schema?key=value`,
    );
  }
  const part = (text: string) => (text === "" ? null : decode(text));
  const extraDejson = Object.fromEntries(url.searchParams);
  return {
    connId,
    connType: url.protocol.slice(0, -1),
    host: part(url.hostname),
    login: part(url.username),
    password: part(url.password),
    port: url.port === "" ? null : Number(url.port),
    schema: part(url.pathname.slice(1)),
    extra: JSON.stringify(extraDejson),
    extraDejson,
    uri,
  };
}

/** As in Python, text that only looks like a percent escape stays as it is. */
function decode(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}

export function settingsInEnvironment(): readonly Setting[] {
  return Object.keys(env).flatMap((key) =>
    (["variable", "connection"] as const)
      .filter((kind) => key.startsWith(prefixes[kind]))
      .map((kind) => {
        const name = key.slice(prefixes[kind].length).toLowerCase();
        return { kind, name, value: env[key] ?? "", secret: false };
      }),
  );
}
