// The server's own troubles, in our words.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { execPath, pid } from "node:process";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { thisProcess } from "@daglings/engine";
import { holdDatabase } from "./hold-database.ts";
import { makeTestFolder, program, runKit } from "./testing.ts";
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

test("a second server on a database file is refused, and says who has the file", async () => {
  const database = join(makeTestFolder(), "temporal.db");
  const first = await startServer({ program, database });
  const second = await runKit(["temporal", "server", "--dir", dirname(database)]);
  expect(second).toEqual({
    said: `pnpm temporal: another Temporal server (of process ${pid} on ${hostname()}) works on ${database}; stop it, name another folder with --dir, or, if it is not there any more, delete ${database}.held\n`,
    code: 3,
  });
  await first.close();
  await (await startServer({ program, database })).close();
});

test.each([
  ["that was killed", JSON.stringify({ ...thisProcess(), process: "another process, with the same pid" })],
  ["that was killed while it took the file", ""],
])("a server %s does not block its database file", async (_, held) => {
  const database = join(makeTestFolder(), "temporal.db");
  writeFileSync(`${database}.held`, held);
  const letGo = holdDatabase(database);
  expect(JSON.parse(readFileSync(`${database}.held`, "utf8"))).toEqual(thisProcess());
  letGo();
  expect(existsSync(`${database}.held`)).toBe(false);
});

test("a server ends with the process that has started it, even if that is killed", async () => {
  const module = JSON.stringify(new URL("server.ts", import.meta.url).href);
  const code = `import { startServer } from ${module};
    const { access } = await startServer({ program: ${JSON.stringify(program)} });
    console.log(access.address);`;
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
  expect(await runKit(["temporal", "server", "--dir", folder], { TEMPORAL_BIN: ending })).toEqual({
    said: `pnpm temporal: Temporal's server at 127.0.0.1:7233 has ended by itself; start it again: what it knew is in ${folder}\n`,
    code: 3,
  });
});
