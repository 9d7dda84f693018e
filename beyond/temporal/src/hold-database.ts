// One server at a time keeps everything in a database file. Temporal's own server does not notice a second one on it.

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { EnvironmentError, hasEnded, thisProcess, type ProcessName } from "@daglings/engine";

/** Returns how to let it go. A server that was killed does not block its file. */
export function holdDatabase(database: string): () => void {
  const file = `${database}.held`;
  const me = JSON.stringify(thisProcess());
  try {
    writeFileSync(file, me, { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const holder = readHolder(file);
    if (holder && !hasEnded(holder)) {
      throw new EnvironmentError(
        `another Temporal server (of process ${holder.pid} on ${holder.host}) works on ${database}; stop it, ` +
          `name another folder with --dir, or, if it is not there any more, delete ${file}`,
      );
    }
    writeFileSync(file, me);
  }
  return () => rmSync(file, { force: true });
}

/** null: the server was killed while it wrote this. */
function readHolder(file: string): ProcessName | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as ProcessName;
  } catch {
    return null;
  }
}
