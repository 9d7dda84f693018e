// Hides secrets in logs and messages: passwords of connections, and variables that are secret or whose name says so.

import type { Setting } from "./ports.ts";
import {
  isSecretName,
  parseConnection,
  settingsInEnvironment,
  type KnownSetting,
  type SettingReader,
} from "./settings.ts";

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
