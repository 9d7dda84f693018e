// The trial: the Compose file is read, the image built, each service started; then comes the class.

import assert from "node:assert/strict";
import { join } from "node:path";
import { stdout } from "node:process";
import { fileURLToPath } from "node:url";
import { tryKit, tryLessons, tryRestart, type Answer } from "./class.ts";
import { makeBaseImage } from "./base-image.ts";
import { holdToSchema, readServices, type Services } from "./compose-file.ts";
import { makeContainers, type Containers } from "./containers.ts";
import { makeDatabaseImage } from "./database-image.ts";
import { findMailpit } from "./mailpit.ts";
import { makeNetwork } from "./network.ts";
import { CannotGoOn, openReport, type Report } from "./report.ts";
import { makeTemporalImages } from "./temporal-images.ts";
import { ask, tell } from "./tool.ts";
import { tryTwoSchedulers } from "./two-schedulers.ts";
import { tryTwoWorkers } from "./two-workers.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const composeFile = join(root, "docker-compose.yml");
/** How long Go may take to build Mailpit: the rest of the trial takes four minutes. */
const patience = 210_000;

const base = "localhost/daglings-base";
const ours = "localhost/daglings";
const mail = "localhost/daglings-mail";
const databaseImage = "localhost/daglings-database";
const temporalImages = {
  server: "localhost/daglings-temporal-server",
  worker: "localhost/daglings-temporal",
};
const buildOptions = ["--format=docker", "--pull-never", "--isolation=chroot", "--network=host"];

export async function tryClassroom(folder: string): Promise<number> {
  const report = openReport();
  try {
    await tryAll(folder, report);
  } catch (error) {
    if (!(error instanceof CannotGoOn)) throw error;
  }
  stdout.write(`${report.passed} passed, ${report.failed} failed\n`);
  return report.failed === 0 ? 0 : 1;
}

async function tryAll(folder: string, report: Report): Promise<void> {
  const buildah = await buildahIn(folder);
  const services = await tryFile(report);
  const version = services["mailpit"]?.image.split(":")[1] ?? "latest";
  const mailpit = findMailpit(version, AbortSignal.timeout(patience));
  const build = async (...options: readonly string[]) =>
    await tell([...buildah, "bud", ...buildOptions, `--build-arg=BASE_IMAGE=${base}`, ...options, root]);
  await report.need("the base is there", async () => await makeBaseImage(buildah, base));
  await report.need("the image is built, the dev container's stage too", async () => {
    await build(`--tag=${ours}`);
  });
  await makeMailImage(buildah, await mailpit, report);

  const names = Object.keys(services);
  const network = await makeNetwork([...names, "outside"]);
  await makeDatabaseImage(report, buildah, ours, databaseImage);
  await makeTemporalImages(report, { buildah, build, from: ours, ...temporalImages });
  const images = (image: string) => {
    if (image.startsWith("axllent/mailpit:")) return mail;
    if (image.startsWith("postgres:")) return databaseImage;
    if (image.startsWith("temporalio/temporal:")) return temporalImages.server;
    return image === "daglings-temporal" ? temporalImages.worker : ours;
  };
  const containers = makeContainers({ buildah, services, images, network, folder });
  const outside = async (...words: string[]) =>
    await tell([...network.inside("outside"), "curl", "-fsS", "--noproxy", "*", ...words]);
  const apiOf =
    (name: string, port: number) =>
    async (path: string, ...words: string[]) => {
      const token = ["-H", "Authorization: Bearer operator"];
      const address = `http://${network.addresses.get(name)}:${port}${path}`;
      return JSON.parse(await outside(...token, ...words, address)) as Answer;
    };
  const api = apiOf("classroom", 8080);

  await tryServices(report, containers, services);
  await tryLessons(report, { containers, api, outside, network });
  await tryRestart(report, { containers, api });
  await tryKit(report, containers);
  await tryTwoSchedulers(report, { containers, apiOf: (name) => apiOf(name, 8793) });
  await tryTwoWorkers(report, containers);
}

/** Overlay layers are quick; on systems without them, layers are copied. */
async function buildahIn(folder: string): Promise<readonly string[]> {
  const places = ["--root", join(folder, "images"), "--runroot", join(folder, "images-run")];
  const quick = ["buildah", ...places, "--storage-driver", "overlay"];
  if ((await ask([...quick, "images"])).exitCode === 0) return quick;
  return ["buildah", ...places.map((each) => each.replace("images", "copies")), "--storage-driver", "vfs"];
}

async function tryFile(report: Report): Promise<Services> {
  let services: Services = {};
  await report.need("docker-compose reads docker-compose.yml", async () => {
    services = await readServices(composeFile);
    const always = ["binance", "classroom", "events_api", "mailpit", "scheduler"];
    const onDemand = ["kit", "database", "first", "second", "temporal", "worker", "another_worker"];
    const names = [...always, ...onDemand].toSorted();
    assert.deepEqual(Object.keys(services).toSorted(), names);
    assert.deepEqual(inOrder(services).toSorted(), always);
  });
  const misfits = await holdToSchema(composeFile);
  if (misfits === null)
    report.note(
      "No Go here can fetch the schema of the Compose specification: docker-compose's own must do.",
    );
  else
    await report.check("it fits the schema of the Compose specification", () =>
      assert.deepEqual(misfits, []),
    );
  await report.check("its ports can be reached from this machine only", () => {
    const ports = Object.values(services).flatMap(({ ports: each = [] }) => each);
    assert.equal(ports.length, 7);
    assert.deepEqual(
      ports.filter((each) => !each.startsWith("127.0.0.1:")),
      [],
    );
  });
  await report.check(
    "the two schedulers on PostgreSQL differ in their names, and no command has a password",
    () => {
      const { first, second, database } = services;
      assert.equal(first?.environment?.["PGPASSWORD"], database?.environment?.["POSTGRES_PASSWORD"]);
      const ofFirst = first?.command?.map((word) => (word === "first" ? "second" : word));
      assert.deepEqual(ofFirst, second?.command);
      assert.ok(first?.command?.includes("postgres://daglings@database/daglings"));
    },
  );
  await report.check("two workers do the same on a Temporal server of a pinned version", () => {
    const { worker, another_worker: another, temporal } = services;
    assert.deepEqual(worker, another);
    assert.ok(worker?.command?.includes("temporal:7233"));
    assert.match(temporal?.image ?? "", /^temporalio\/temporal:\d+\.\d+\.\d+$/);
  });
  return services;
}

async function makeMailImage(
  buildah: readonly string[],
  mailpit: string | null,
  report: Report,
): Promise<void> {
  const container = await tell([...buildah, "from", "--pull-never", ours]);
  if (mailpit === null) {
    report.note(
      "Mailpit could not be built here (no Go, or no time): the mailbox of the lessons takes its place.",
    );
    const place = "/daglings/kit/src/mailbox-of-the-trial.ts";
    await tell([...buildah, "copy", "--quiet", container, join(root, "compose/trial/mailbox.ts"), place]);
    const script = `printf '#!/bin/sh\\nexec node ${place} "$@"\\n' > /mailpit && chmod 755 /mailpit`;
    await tell([...buildah, "run", "--isolation=chroot", "--user=root", container, "--", "sh", "-c", script]);
  } else await tell([...buildah, "copy", "--quiet", container, mailpit, "/mailpit"]);
  await tell([...buildah, "config", "--entrypoint", '["/mailpit"]', "--cmd", "", container]);
  await tell([...buildah, "commit", "--quiet", "--rm", "--format=docker", container, mail]);
}

async function tryServices(report: Report, containers: Containers, services: Services): Promise<void> {
  for (const name of inOrder(services)) {
    await report.need(`${name} starts, and becomes healthy`, async () => await containers.up(name));
  }
  await report.check("they do not run as root", async () => {
    for (const name of ["events_api", "binance", "scheduler", "classroom"]) {
      assert.equal((await containers.exec(name, "id", "-un")).stdout.trim(), "node");
    }
  });
}

/** The services that `docker compose up` starts: those that others wait for come first. */
function inOrder(services: Services): string[] {
  const order: string[] = [];
  const add = (name: string) => {
    for (const other of Object.keys(services[name]?.depends_on ?? {})) add(other);
    if (!order.includes(name)) order.push(name);
  };
  for (const [name, { profiles = [] }] of Object.entries(services)) if (profiles.length === 0) add(name);
  return order;
}
