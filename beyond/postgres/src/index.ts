// The public API of the room.

export { isDatabaseUrl, readDatabaseUrl } from "./database-url.ts";
export { postgresStore } from "./store.ts";
