// The URL of a database: whole for the driver, and without its password for everybody else.

import { env } from "node:process";
import { userInfo } from "node:os";
import { UsageError } from "@daglings/words";

export interface DatabaseUrl {
  readonly whole: string;
  /** `postgres://ann@host:5432/daglings` */
  readonly shown: string;
  readonly user: string;
  readonly database: string;
}

export function isDatabaseUrl(name: string): boolean {
  return /^postgres(ql)?:\/\//.test(name);
}

export function readDatabaseUrl(whole: string): DatabaseUrl {
  const [, login = "", hosts = "", path = ""] =
    /^postgres(?:ql)?:\/\/(?:([^/?]*)@)?([^/?]*)\/?([^?]*)/.exec(whole) ?? [];
  // The driver knows several hosts; the parser of URLs does not.
  const isUrl = isDatabaseUrl(whole) && URL.canParse(whole.replace(hosts, hosts.split(",")[0] ?? ""));
  const [name, database, password] = [login.split(":")[0] ?? "", path, login].map(decoded);
  if (!isUrl || name === undefined || database === undefined || password === undefined) {
    throw new UsageError(
      "the URL of the database cannot be read; write postgres://user:password@host:5432/database, " +
        "with %40 for an @ in the password, and so on",
    );
  }
  const user = name || (env["PGUSER"] ?? userInfo().username);
  const named = database || (env["PGDATABASE"] ?? user);
  const shown = `postgres://${user}@${hosts || (env["PGHOST"] ?? "localhost")}/${named}`;
  return { whole, shown, user, database: named };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
