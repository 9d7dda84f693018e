// Services from their images, as the Compose file says: entry point, command, user, working folder, variables, volumes,
// host name; each when those that it depends on are healthy.

import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { kill } from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import type { Service, Services } from "./compose-file.ts";
import { firstProcess } from "./first-process.ts";
import type { Network } from "./network.ts";
import { ask, start, tell, type Running, type Told } from "./tool.ts";

export interface Containers {
  /** Waits until it is healthy, if it can say so. */
  up(name: string): Promise<void>;
  /** `docker compose run --rm NAME WORDS` */
  run(name: string, ...words: readonly string[]): Promise<Told>;
  /** `docker compose exec NAME WORDS` */
  exec(name: string, ...words: readonly string[]): Promise<Told>;
  /** Sends the signal to its first process. Resolves when it has ended. */
  end(name: string, signal: NodeJS.Signals): Promise<number | null>;
  logs(name: string): string;
  /** Waits until it has printed these words. */
  says(name: string, words: string): Promise<void>;
  /** The folder behind a named volume. */
  volume(name: string): string;
}

export interface ContainersOptions {
  readonly buildah: readonly string[];
  readonly services: Services;
  /** From the name in the Compose file to the name here. */
  readonly images: (image: string) => string;
  readonly network: Network;
  readonly folder: string;
}

interface ImageConfig {
  readonly Entrypoint: readonly string[] | null;
  readonly Cmd: readonly string[] | null;
}

export function makeContainers({
  buildah,
  services,
  images,
  network,
  folder,
}: ContainersOptions): Containers {
  const made = new Map<string, string>();
  const running = new Map<string, Running>();
  const volume = (name: string) => join(folder, "volumes", name);

  function serviceOf(name: string): Service {
    const service = services[name];
    if (!service) throw new Error(`docker-compose.yml has no service ${name}`);
    return service;
  }

  function mountsOf(name: string) {
    return (serviceOf(name).volumes ?? []).map((each) => {
      const [source = "", target = ""] = each.split(":");
      return { source: volume(source), target };
    });
  }

  /** It outlives its process: a restart finds its files again. */
  async function containerOf(name: string): Promise<string> {
    const known = made.get(name);
    if (known !== undefined) return known;
    const hosts = [...network.addresses].map(([host, address]) => `--add-host=${host}:${address}`);
    const image = images(serviceOf(name).image);
    const container = await tell([...buildah, "from", "--pull-never", ...hosts, image]);
    made.set(name, container);
    for (const { source, target } of mountsOf(name)) await fillVolume(container, source, target);
    return container;
  }

  /** An empty volume begins with what the image has there, as with Docker. */
  async function fillVolume(container: string, source: string, target: string): Promise<void> {
    if (existsSync(source)) return;
    mkdirSync(join(folder, "volumes"), { recursive: true });
    const root = await tell([...buildah, "mount", container]);
    await tell(["cp", "--archive", join(root, target), source]);
    await tell([...buildah, "umount", container]);
  }

  async function wordsFor(name: string, command: readonly string[]): Promise<readonly string[]> {
    const { environment = {}, hostname = name, user, working_dir: place } = serviceOf(name);
    const container = await containerOf(name);
    const options = [
      ...Object.entries(environment).map(([key, value]) => `--env=${key}=${value}`),
      ...mountsOf(name).map(({ source, target }) => `--volume=${source}:${target}`),
      `--hostname=${hostname}`,
      ...(user === undefined ? [] : [`--user=${user}`]),
      ...(place === undefined ? [] : [`--workingdir=${place}`]),
    ];
    const run = [...buildah, "run", "--isolation=chroot", ...options, container, "--", ...command];
    return [...network.inside(name), ...run];
  }

  /** The image's command is used only with the image's entry point. */
  async function commandOf(name: string, words?: readonly string[]): Promise<readonly string[]> {
    const { image, entrypoint, command } = serviceOf(name);
    const told = await tell([...buildah, "inspect", "--type=image", images(image)]);
    const { Entrypoint, Cmd } = (JSON.parse(told) as { Docker: { config: ImageConfig } }).Docker.config;
    const first = entrypoint ?? Entrypoint ?? [];
    return [...first, ...(words ?? command ?? (entrypoint ? [] : (Cmd ?? [])))];
  }

  const exec = async (name: string, ...words: readonly string[]) => await ask(await wordsFor(name, words));

  async function isHealthy(name: string): Promise<boolean> {
    const asIs = (word: string) => word.replaceAll("$$", "$");
    const [kind = "", ...test] = (serviceOf(name).healthcheck?.test ?? []).map(asIs);
    const words = kind === "CMD-SHELL" ? ["/bin/sh", "-c", ...test] : test;
    return (await exec(name, ...words)).exitCode === 0;
  }

  async function waitForHealth(name: string, { child, output }: Running): Promise<void> {
    if (serviceOf(name).healthcheck?.test?.[0] === "NONE") return;
    for (let tries = 0; tries < 60 && child.exitCode === null; tries++) {
      if (await isHealthy(name)) return;
      await wait(500);
    }
    throw new Error(`${name} does not become healthy; it has printed:\n${output()}`);
  }

  const logs = (name: string) => running.get(name)?.output() ?? "";

  return {
    async up(name) {
      for (const [other, { condition }] of Object.entries(serviceOf(name).depends_on ?? {})) {
        if (condition !== "service_healthy")
          throw new Error(`${name} does not wait for the health of ${other}`);
        if (!(await isHealthy(other))) throw new Error(`${name} is to start, but ${other} is not healthy`);
      }
      const service = start(await wordsFor(name, await commandOf(name)));
      running.set(name, service);
      await waitForHealth(name, service);
    },
    run: async (name, ...words) => await exec(name, ...(await commandOf(name, words))),
    exec,
    async end(name, signal) {
      const service = running.get(name);
      if (service?.child.pid === undefined) throw new Error(`${name} does not run`);
      kill(firstProcess(service.child.pid), signal);
      return await service.ended;
    },
    logs,
    async says(name, words) {
      for (let tries = 0; tries < 120; tries++) {
        if (logs(name).includes(words)) return;
        await wait(500);
      }
      throw new Error(`${name} does not say "${words}", but:\n${logs(name)}`);
    },
    volume,
  };
}
