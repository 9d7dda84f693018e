// The public API of the room.

export { isDatabaseUrl, readDatabaseUrl } from "./database-url.ts";
export { postgresRecord } from "./record.ts";
export { postgresStore } from "./store.ts";
