// Variables and connections: which ones there are, and setting one. A viewer is never told a value.

import { environmentName, isSecretName, parseConnection, settingsOf, type Setting } from "@daglings/engine";
import { suggest } from "@daglings/words";
import type { Endpoint } from "./endpoint.ts";
import type { Hub } from "./hub.ts";
import { Refusal } from "./refusal.ts";
import { flag, listOf, options, refer, text } from "./schema.ts";

type Kind = Setting["kind"];

const value = { ...text, maxLength: 100_000 };

export const settingEndpoints: readonly Endpoint[] = (["variable", "connection"] as const).flatMap(
  endpointsOf,
);

function endpointsOf(kind: Kind): Endpoint[] {
  const one = `/api/${kind}s/{name}`;
  return [
    {
      method: "get",
      path: `/api/${kind}s`,
      access: "viewer",
      summary: `List the ${kind}s, without their values`,
      answer: {
        status: 200,
        description: "Those of the environment, and those of the store.",
        schema: options({ settings: listOf(refer("Setting")) }, ["settings"]),
      },
      handle: ({ hub }) => ({ settings: settingsOf(hub.store, kind).map(withoutValue) }),
    },
    {
      method: "get",
      path: one,
      access: "operator",
      summary: `Read a ${kind}`,
      answer: { status: 200, description: "With its value.", schema: refer("Setting") },
      handle: ({ hub, path: { name = "" } }) => findSetting(hub, kind, name),
    },
    {
      method: "put",
      path: one,
      access: "operator",
      summary: `Set a ${kind}`,
      body: options({ value, secret: flag }, ["value"]),
      answer: { status: 200, description: "Without its value.", schema: refer("Setting") },
      handle({ hub, path: { name = "" }, body }) {
        if (kind === "connection") parseConnection(name, String(body["value"])); // refuses anything else
        const secret = kind === "connection" || body["secret"] === true || isSecretName(name);
        hub.store.saveSetting({ kind, name, value: String(body["value"]), secret });
        return withoutValue(findSetting(hub, kind, name));
      },
    },
    {
      method: "delete",
      path: one,
      access: "operator",
      summary: `Forget a ${kind}`,
      answer: { status: 200, description: "As it was, without its value.", schema: refer("Setting") },
      handle({ hub, path: { name = "" } }) {
        const found = findSetting(hub, kind, name);
        if (found.from === "environment") {
          throw new Refusal(
            409,
            `${kind} "${name}" comes from the environment; unset ${environmentName(kind, name)} there`,
          );
        }
        hub.store.dropSetting({ kind, name });
        return withoutValue(found);
      },
    },
  ];
}

function withoutValue(setting: ReturnType<typeof settingsOf>[number]): object {
  return { ...setting, value: null };
}

function findSetting({ store }: Hub, kind: Kind, name: string) {
  const all = settingsOf(store, kind);
  const found = all.find((each) => each.name === name);
  if (found) return found;
  const names = all.map((each) => each.name);
  throw new Refusal(404, `there is no ${kind} "${name}"${suggest(name, names, `the ${kind}s are`)}`);
}
