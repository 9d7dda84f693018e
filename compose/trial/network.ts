// A network as Compose makes it: each service has an address of its own, so that a port that one takes is free for the
// next, and a service that listens only at 127.0.0.1 cannot be reached. All of it disappears with the last process in it.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { tell } from "./tool.ts";

const handles = "/run/netns";
const ip = (line: string) => tell(["ip", ...line.split(" ")]);

export interface Network {
  /** The words before a command that put it into that service's network. */
  readonly inside: (service: string) => readonly string[];
  /** By the name of the service. */
  readonly addresses: ReadonlyMap<string, string>;
}

export async function makeNetwork(services: readonly string[]): Promise<Network> {
  mkdirSync(handles, { recursive: true });
  await tell(["mount", "-t", "tmpfs", "tmpfs", handles]);
  await ip("netns add wires");
  await ip("-n wires link add switch type bridge");
  await ip("-n wires link set switch up");
  const addresses = new Map<string, string>();
  for (const [index, name] of services.entries()) {
    const address = `198.51.100.${index + 1}`; // reserved for documentation: nobody has one of these
    await ip(`netns add ${name}`);
    await ip(`-n wires link add wire${index} type veth peer name eth0 netns ${name}`);
    await ip(`-n wires link set wire${index} master switch up`);
    await ip(`-n ${name} addr add ${address}/24 dev eth0`);
    await ip(`-n ${name} link set eth0 up`);
    await ip(`-n ${name} link set lo up`);
    addresses.set(name, address);
  }
  return { inside: (service) => ["nsenter", `--net=${join(handles, service)}`], addresses };
}
