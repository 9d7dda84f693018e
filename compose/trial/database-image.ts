// A stand-in for the image postgres:15, for machines that cannot pull it: Debian's PostgreSQL 15, started by the same
// variables.

import type { Report } from "./report.ts";
import { tell } from "./tool.ts";

/** The data's folder is the volume's, and empty the first time. */
const firstWords = String.raw`#!/bin/sh
set -e
export PATH=/usr/lib/postgresql/15/bin:$PATH PGDATA=/var/lib/postgresql/data
if [ "$(id -u)" = 0 ]; then
  chown postgres "$PGDATA" && chmod 700 "$PGDATA"
  exec setpriv --reuid=postgres --regid=postgres --init-groups "$0"
fi
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  printf %s "$POSTGRES_PASSWORD" > /tmp/password
  initdb --username="$POSTGRES_USER" --pwfile=/tmp/password --auth-local=trust --auth-host=scram-sha-256
  rm /tmp/password
  echo "host all all all scram-sha-256" >> "$PGDATA/pg_hba.conf"
  echo "CREATE DATABASE $POSTGRES_USER" | postgres --single postgres
fi
exec postgres -h 0.0.0.0
`;

export async function makeDatabaseImage(
  report: Report,
  buildah: readonly string[],
  from: string,
  name: string,
): Promise<void> {
  await report.need("a database's image is made of Debian's PostgreSQL", async () => {
    const container = await tell([...buildah, "from", "--pull-never", from]);
    const install = `apt-get update && apt-get install --yes --no-install-recommends postgresql-15
rm -rf /var/lib/apt/lists/* && mkdir -p /var/lib/postgresql/data
cat > /start <<'END'
${firstWords}END
chmod 755 /start`;
    const asRoot = [...buildah, "run", "--isolation=chroot", "--user=root", container, "--"];
    await tell([...asRoot, "sh", "-e", "-c", install]);
    const config = ["--entrypoint", '["/start"]', "--cmd", "", "--user", "root", "--workingdir", "/"];
    await tell([...buildah, "config", ...config, container]);
    await tell([...buildah, "commit", "--quiet", "--rm", "--format=docker", container, name]);
  });
}
