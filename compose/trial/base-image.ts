// A stand-in for node:26-bookworm-slim, for machines that cannot pull it: the same Debian, the Node that this project
// pins, its npm, and the user `node`.

import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env, execPath, version } from "node:process";
import { cached } from "./cache.ts";
import { tell } from "./tool.ts";

const certificates = "/etc/ssl/certs/ca-certificates.crt";

const recipe = {
  suite: "bookworm",
  packages: ["bash", "ca-certificates", "curl", "libatomic1"],
  node: version,
  npm: "npm@11",
  user: { name: "node", id: "1000" },
};

const needless = ["usr/share/doc", "usr/share/locale", "var/cache/apt", "var/lib/apt/lists"];

export async function makeBaseImage(buildah: readonly string[], name: string): Promise<void> {
  const archive = await cached("base.tar", recipe, makeArchive);
  const container = await tell([...buildah, "from", "scratch"]);
  await tell([...buildah, "add", "--quiet", container, archive, "/"]);
  // This machine may reach its registries through a proxy with a certificate of its own.
  if (env["NODE_EXTRA_CA_CERTS"] !== undefined) {
    await tell([...buildah, "copy", "--quiet", container, certificates, certificates]);
    const variables = ["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"].map((each) => `--env=${each}=${certificates}`);
    await tell([...buildah, "config", ...variables, container]);
  }
  await tell([...buildah, "commit", "--quiet", "--rm", container, name]);
}

async function makeArchive(path: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "daglings-base-"));
  const { suite, packages, npm, user } = recipe;
  try {
    await tell(["debootstrap", "--variant=minbase", `--include=${packages.join(",")}`, suite, folder]);
    copyFileSync(execPath, join(folder, "usr/local/bin/node"));
    await tell(["npm", "install", "--global", "--prefix", join(folder, "usr/local"), npm]);
    await tell(["chroot", folder, "useradd", "--create-home", "--uid", user.id, user.name]);
    for (const each of needless) rmSync(join(folder, each), { recursive: true, force: true });
    await tell(["tar", "--create", "--file", path, "--exclude=./proc/*", "--directory", folder, "."]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
