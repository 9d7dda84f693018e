// The server's own troubles, in our words.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { env, execPath } from "node:process";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { kit, makeTestFolder, program } from "./testing.ts";
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

test("a server ends with the process that has started it, even if that is killed", async () => {
  const module = JSON.stringify(new URL("server.ts", import.meta.url).href);
  const code = `import { startServer } from ${module};
    const { address } = await startServer({ program: ${JSON.stringify(program)} });
    console.log(address);`;
  const owner = spawn(execPath, ["--input-type=module", "--eval", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [address] = (await once(createInterface({ input: owner.stdout }), "line")) as [string];
  const socket = connect(Number(address.split(":")[1]), "127.0.0.1");
  await once(socket, "connect");
  const closed = new Promise((resolve) => socket.once("close", () => resolve("closed")));
  socket.on("error", () => {}).resume(); // it is reset
  owner.kill("SIGKILL");
  await expect(closed).resolves.toBe("closed");
});

test("a program that cannot be started is named", async () => {
  await expect(startServer({ program: "/nowhere/temporal" })).rejects.toThrow(
    "Temporal's server did not start: spawn /nowhere/temporal ENOENT",
  );
});

test("a server that ends by itself is reported", async () => {
  const folder = makeTestFolder();
  const ending = join(folder, "temporal");
  writeFileSync(ending, "#!/bin/sh\necho Server: here\n", { mode: 0o755 });
  const server = spawn(execPath, [kit, "temporal", "server", "--dir", folder], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...env, TEMPORAL_BIN: ending },
  });
  expect(await text(server.stderr)).toBe(
    `pnpm temporal: Temporal's server at 127.0.0.1:7233 has ended by itself; start it again: what it knew is in ${folder}\n`,
  );
});
