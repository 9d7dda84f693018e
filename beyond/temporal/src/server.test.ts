// The server's own troubles, in our words.

import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { program } from "./testing.ts";
import { startServer } from "./server.ts";

test("a server whose port is taken says so", async () => {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo;
  await expect(startServer({ program, port })).rejects.toThrow(
    /^Temporal's server did not start: can't set frontend port \d+: .*address already in use; name another port$/,
  );
  listener.close();
});
