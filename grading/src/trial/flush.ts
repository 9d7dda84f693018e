// Preloaded into a version's own process. Node's permissions are about paths, so it refuses to flush what is open.
// Flushing matters only in a power cut: here it does nothing, so that a careful version does not fail.

import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const atOnce = () => {};
const later = (_: number, done: () => void) => queueMicrotask(done);
Object.assign(fs, { fsyncSync: atOnce, fdatasyncSync: atOnce, fsync: later, fdatasync: later });
syncBuiltinESMExports();

const handle = await fs.promises.open(import.meta.filename);
Object.assign(Object.getPrototypeOf(handle) as object, { sync: async () => {}, datasync: async () => {} });
await handle.close();
