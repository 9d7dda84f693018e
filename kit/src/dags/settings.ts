// `pnpm dags variables|connections list|get|set|delete`. A value is shown only with --show.

import { hiddenValue, type KnownSetting, type Setting } from "@daglings/engine";
import { pathOf, type Client } from "@daglings/live";
import { UsageError } from "@daglings/words";
import { text } from "node:stream/consumers";
import { stdin } from "node:process";
import { callWith, exitCodes, type Call, type ExitCode } from "../command-line.ts";
import { looking } from "./looking.ts";
import { sayJson, sayTable } from "./say.ts";

type Kind = Setting["kind"];

export const variables = (call: Call) => settings("variable", call);
export const connections = (call: Call) => settings("connection", call);

const verbs: readonly string[] = ["list", "get", "set", "delete"];

async function settings(kind: Kind, call: Call): Promise<ExitCode> {
  const [verb = "list", ...words] = call.words;
  if (!verbs.includes(verb)) {
    throw new UsageError(
      `"${verb}" is nothing that can be done with ${kind}s; write pnpm dags ${kind}s list, get, set or delete`,
    );
  }
  const rest = callWith(call, { words });
  const place = `${kind}s ${verb}`;
  if (verb === "list") return await looking(place, [], (client, asked) => list(client, asked, kind))(rest);
  if (verb === "set") {
    return await looking(place, ["NAME", "VALUE"], (client, asked, [name, value]) =>
      set(client, asked, kind, name, value),
    )(rest);
  }
  return await looking(place, ["NAME"], (client, asked, [name]) =>
    verb === "get" ? get(client, asked, kind, name) : drop(client, asked, kind, name),
  )(rest);
}

async function list(client: Client, call: Call, kind: Kind): Promise<ExitCode> {
  const answer = (await client.ask({ path: pathOf(`${kind}s`) })) as { settings: KnownSetting[] };
  const shown = call.isSet("show")
    ? await Promise.all(answer.settings.map(({ name }) => find(client, kind, name)))
    : answer.settings;
  if (call.screen.isJson) return sayJson(call, { settings: shown });
  if (shown.length === 0) {
    call.screen.say(`There are no ${kind}s; pnpm dags ${kind}s set NAME VALUE makes one.`);
    return exitCodes.fine;
  }
  const rows = shown.map(({ name, value, from }) => [
    name,
    from,
    call.isSet("show") ? value : "hidden (--show)",
  ]);
  sayTable(call.screen, [kind, "from", "value"], rows);
  return exitCodes.fine;
}

async function get(client: Client, call: Call, kind: Kind, name: string): Promise<ExitCode> {
  const found = await find(client, kind, name);
  const value = call.isSet("show") ? found.value : hiddenValue(kind, found);
  if (call.screen.isJson) return sayJson(call, { ...found, value });
  call.screen.say(value);
  return exitCodes.fine;
}

/** Others can read a command line in the list of processes: "-" takes the value from standard input. */
async function set(client: Client, call: Call, kind: Kind, name: string, given: string): Promise<ExitCode> {
  const value = given === "-" ? (await text(stdin)).replace(/\r?\n$/, "") : given;
  const body = { value, ...(call.isSet("secret") ? { secret: true } : {}) };
  const answer = (await client.ask({ method: "PUT", path: pathOf(`${kind}s`, name), body })) as KnownSetting;
  if (call.screen.isJson) return sayJson(call, answer);
  const hides = answer.from === "environment" ? "; but the environment has one of that name, which wins" : "";
  call.screen.say(`${kind} ${name} is set${answer.secret ? ", and hidden in logs" : ""}${hides}.`);
  return exitCodes.fine;
}

async function drop(client: Client, call: Call, kind: Kind, name: string): Promise<ExitCode> {
  const answer = (await client.ask({ method: "DELETE", path: pathOf(`${kind}s`, name) })) as object;
  if (call.screen.isJson) return sayJson(call, answer);
  call.screen.say(`${kind} ${name} is gone.`);
  return exitCodes.fine;
}

async function find(client: Client, kind: Kind, name: string): Promise<KnownSetting> {
  return (await client.ask({ path: pathOf(`${kind}s`, name) })) as KnownSetting;
}
