// The DAGs of some files and folders, as they are now: a file that is saved is loaded again, a new one in a folder is
// added, and one that does not load leaves its DAGs as they were.

import { readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { loadDags, type DAG } from "@daglings/engine";
import { displayPath, UsageError } from "@daglings/words";
import { watchFile } from "./watch-file.ts";
import { watchFolder } from "./watch-folder.ts";

export interface DagFiles {
  readonly dags: ReadonlyMap<string, DAG>;
  /** Stops watching all files. */
  close(): void;
}

export interface DagFilesOptions {
  /** Calls back when the DAGs have changed. */
  readonly onChange: (dags: ReadonlyMap<string, DAG>) => void;
  readonly say: (line: string) => void;
}

/** A file that does not load now is an error: there is no earlier version to keep. */
export async function openDagFiles(
  paths: readonly string[],
  { onChange, say }: DagFilesOptions,
): Promise<DagFiles> {
  const files = new Map<string, readonly DAG[]>();
  for (const { file, mayHaveNone } of paths.flatMap(filesAt)) {
    if (files.has(file)) continue;
    const dags = await loadDags(file);
    if (dags.length === 0 && !mayHaveNone) {
      throw new UsageError(`${displayPath(file)}: exports no DAG; end it with: export default dag;`);
    }
    if (dags.length > 0) files.set(file, dags);
  }
  let dags = byId(files);
  if (dags.size === 0) {
    throw new UsageError(`${paths.join(", ")}: there is no DAG; name files that export one, or their folder`);
  }

  let version = 0;
  const reload = async (file: string) => {
    const isKnown = files.has(file);
    try {
      const fresh = await loadDags(file, { version: ++version });
      if (fresh.length === 0 && !isKnown) return; // it only helps the others
      const changed = new Map([...files, [file, fresh] as const]);
      dags = byId(changed);
      files.set(file, fresh);
      say(`${displayPath(file)}: ${isKnown ? "reloaded; its next runs use it" : "new; loaded"}`);
      onChange(dags);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      say(`${reason}\n${displayPath(file)}: ${isKnown ? "the version before stays" : "it is left out"}`);
    }
  };
  // One after the other: two saves in a row are two versions, and the later one stays.
  let loading = Promise.resolve();
  const watched = new Map<string, () => void>();
  const watchAll = (found: readonly DagFile[], isNew: boolean) => {
    for (const { file } of found.filter((each) => !watched.has(each.file))) {
      const stop = watchFile(file, { poll: false, isNew }, () => {
        loading = loading.then(() => reload(file));
      });
      watched.set(file, stop);
    }
  };
  watchAll(paths.flatMap(filesAt), false);
  const folders = paths.filter(isFolder).map((path) =>
    watchFolder(path, () => {
      if (isFolder(path)) watchAll(filesAt(path), true);
    }),
  );
  return {
    get dags() {
      return dags;
    },
    close() {
      for (const stop of [...watched.values(), ...folders]) stop();
    },
  };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

interface DagFile {
  readonly file: string;
  readonly mayHaveNone: boolean;
}

/** The DAG files of a folder: the modules in it, and each dag.ts in the folders below it. */
function filesAt(path: string): DagFile[] {
  const found = resolve(path);
  const facts = statSync(found, { throwIfNoEntry: false });
  if (!facts) throw new UsageError(`${displayPath(found)}: there is no such file or folder; check the path`);
  if (!facts.isDirectory()) return [{ file: found, mayHaveNone: false }];
  return readdirSync(found, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry): DagFile[] => {
      const within = join(found, entry.name);
      if (entry.isDirectory()) {
        const file = join(within, "dag.ts");
        return statSync(file, { throwIfNoEntry: false })?.isFile() ? [{ file, mayHaveNone: false }] : [];
      }
      const isModule = /(?<!\.d|\.test)\.[cm]?[jt]s$/.test(entry.name);
      return entry.isFile() && isModule ? [{ file: within, mayHaveNone: true }] : [];
    });
}

function byId(files: ReadonlyMap<string, readonly DAG[]>): ReadonlyMap<string, DAG> {
  const found = new Map<string, DAG>();
  for (const dag of [...files.values()].flat()) {
    const other = found.get(dag.dagId);
    if (other) {
      throw new UsageError(
        `${dag.place} and ${other.place} are both DAG "${dag.dagId}"; give one of them a different dagId`,
      );
    }
    found.set(dag.dagId, dag);
  }
  return found;
}
