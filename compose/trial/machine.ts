// Whether this machine can carry out the trial. It needs Linux and root: there a container can be a folder with a
// network and processes of its own, without a Docker engine.

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { env, getuid, platform } from "node:process";

/** Each program, and the Debian package that contains it. */
const programs: Readonly<Record<string, string>> = {
  buildah: "buildah",
  debootstrap: "debootstrap",
  "docker-compose": "docker-compose",
  ip: "iproute2",
  npm: "npm",
};

/** In a sentence. */
export function whatIsMissing(): string | null {
  if (platform !== "linux")
    return "the trial of the Docker files needs Linux; elsewhere, docker compose up shows as much";
  if (getuid?.() !== 0)
    return "the trial of the Docker files needs root: it mounts folders and makes networks";
  const missing = Object.keys(programs).filter((name) => !isThere(name));
  if (missing.length === 0) return null;
  const packages = missing.map((name) => programs[name]).join(" ");
  return `${missing.join(", ")} missing; apt-get install --no-install-recommends ${packages} brings that`;
}

export function isThere(program: string): boolean {
  return (env["PATH"] ?? "").split(delimiter).some((folder) => existsSync(join(folder, program)));
}
