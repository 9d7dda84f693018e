// Variables and connections, from the environment (DAGLINGS_VAR_REGION, DAGLINGS_CONN_SHOP) or else from the store; and
// which of their values are hidden in logs.

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

type SettingReader = Pick<Store, "listSettings">;

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

/** As it may be shown to anybody: a connection without its secrets, and nothing of a secret variable. */
export function hiddenValue(kind: Setting["kind"], { name, value, secret }: KnownSetting): string {
  if (kind === "variable") return secret ? "***" : value;
  return URL.canParse(value) ? maskFor([{ kind, name, value, secret }])(value) : "***";
}

type Mask = (text: string) => string;

/** The mask of each store, with the settings that it was made for. */
const masks = new WeakMap<SettingReader, { readonly settings: string; readonly mask: Mask }>();

/**
 * Hides every secret in a text. Settings may change while the engine runs, so a mask is made for each attempt. Reading the
 * environment takes longer than the rest: an executor, which needs many masks, reads it once.
 */
export function makeMask(store: SettingReader, environment = settingsInEnvironment()): Mask {
  const all = [...store.listSettings(), ...environment];
  const settings = JSON.stringify(all);
  const known = masks.get(store);
  if (known?.settings === settings) return known.mask;
  const mask = maskFor(all);
  masks.set(store, { settings, mask });
  return mask;
}

function maskFor(settings: readonly Setting[]): Mask {
  const secrets = [...new Set(settings.flatMap(secretTexts))].toSorted((a, b) => b.length - a.length);
  if (secrets.length === 0) return (text) => text;
  const pattern = new RegExp(secrets.map((secret) => RegExp.escape(secret)).join("|"), "g");
  return (text) => text.replace(pattern, "***");
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

function secretTexts({ kind, name, value, secret }: Setting): string[] {
  const texts =
    kind === "connection"
      ? connectionSecrets(name, value)
      : secret || isSecretName(name)
        ? [value, ...textsInJson(value)]
        : [];
  // A log is written line by line, and JSON and URIs escape special characters in their own way.
  const written = texts.flatMap((text) => [
    text,
    ...text.split("\n").filter((line) => /[\p{L}\p{N}]/u.test(line)), // not the brackets of a JSON text
    JSON.stringify(text).slice(1, -1),
    encodeURIComponent(text),
  ]);
  return written.map((text) => text.trim()).filter((text) => text !== "");
}

function textsInJson(value: string): string[] {
  const texts: string[] = [];
  try {
    JSON.parse(value, (_, item: unknown) => {
      if (typeof item === "string") texts.push(item);
      return item;
    });
  } catch {
    // If it is not JSON, the value itself is the secret.
  }
  return texts;
}

function connectionSecrets(name: string, uri: string): string[] {
  if (!URL.canParse(uri)) return [uri];
  const { password, extraDejson } = parseConnection(name, uri);
  const extras = Object.entries(extraDejson).filter(([key]) => isSecretName(key));
  // The same again as the URI has them, which may be percent-encoded.
  const { password: encoded, search } = new URL(uri);
  const [, written = ""] = /^[^/]*\/\/[^/?#:]*:([^/?#]*)@/.exec(uri) ?? [];
  const parameters = search.slice(1).split("&");
  const values = parameters.filter((each) => isSecretName(each.replace(/=.*/s, "")));
  return [
    password ?? "",
    encoded,
    written,
    ...extras.map(([, value]) => String(value)),
    ...values.map((each) => each.slice(each.indexOf("=") + 1)),
  ];
}
