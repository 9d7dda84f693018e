import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { execPath } from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { BinanceClient } from "./client/client.ts";

const script = fileURLToPath(new URL("./main.ts", import.meta.url));

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(execPath, [script, ...args], { encoding: "utf8" });
  return { status, stdout, stderr };
}

test.each(["SIGINT", "SIGTERM"] as const)("it serves prices of now until %s", async (signal) => {
  const child = spawn(execPath, [script, "--", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as string[];
  const url = /^The mock exchange listens at (http:\/\/127\.0\.0\.1:\d+)$/.exec(line ?? "")?.[1] ?? "";
  const client = new BinanceClient({ url });
  const { closeTime } = await client.averagePrice("BTCUSDT");
  const time = await client.time();
  expect(time.epochMilliseconds - closeTime).toBeLessThan(20_000);
  await client.close();

  const ended = once(child, "close");
  child.kill(signal);
  expect(await ended).toEqual([0, null]);
});

test("--help says what there is", () => {
  const { status, stdout } = run("--help");
  expect(status).toBe(0);
  expect(stdout).toContain("--port PORT");
});

describe("it ends", () => {
  test.each([
    [["--prot", "1"], "Unknown option '--prot'"],
    [["--port", "http"], '--port is "http"; write a number from 0 to 65535'],
    [["--port", "65536"], '--port is "65536"'],
    [["8090"], "Unexpected argument '8090'"],
  ])("with 2 for the flags %j", (args, message) => {
    const { status, stderr } = run(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain("--port PORT");
  });

  test("with 3 if the port is taken", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    const { status, stderr } = run("--port", String(port));
    server.close();
    expect(status).toBe(3);
    expect(stderr).toMatch(/cannot listen there \(.*EADDRINUSE.*\); give another --port/);
  });
});
