// A floor: one row and one commit for each task, and nothing else. Any engine that records each task's end in SQLite pays
// this.

import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { measured } from "./measured.ts";
import { taskCount } from "./shapes.ts";

await measured(({ shape, folder, synchronous }, watch) => {
  const database = new DatabaseSync(join(folder, "floor.db"));
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}`);
  database.exec("CREATE TABLE ends (id INTEGER PRIMARY KEY, value INTEGER)");
  const insert = database.prepare("INSERT INTO ends (value) VALUES (?)");
  const perRun = taskCount(shape) / shape.runs;
  for (let run = 0; run < shape.runs; run++) {
    watch.trigger(run);
    for (let task = 0; task < perRun; task++) {
      const value = watch.work(run, task);
      database.exec("BEGIN IMMEDIATE");
      insert.run(value);
      database.exec("COMMIT");
    }
  }
  database.close();
  return Promise.resolve();
});
