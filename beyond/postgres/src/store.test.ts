import { afterAll, beforeAll, describe } from "vitest";
import { testStore } from "../../../engine/src/store/conformance.ts";
import { postgresStore } from "./index.ts";
import { hint, isThere, startServer, type Server } from "./testing.ts";

let server: Server;

beforeAll(async () => {
  if (isThere) server = await startServer();
});
afterAll(() => server?.remove());

describe.skipIf(!isThere)(`a store in PostgreSQL${hint}`, () => {
  let url: string | undefined;
  testStore(() => {
    url ??= server.newDatabase();
    const store = postgresStore(url);
    const remove = () => void server.sql(url ?? "", "DROP SCHEMA daglings CASCADE");
    return { store, remove };
  });
});
