import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { execPath, platform } from "node:process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { eventsOf } from "./events.ts";
import { day, serveForTest, startForTest } from "./testing.ts";

const main = fileURLToPath(new URL("./main.ts", import.meta.url));

interface Surroundings {
  readonly env?: NodeJS.ProcessEnv;
  /** A module that is loaded first. */
  readonly before?: string;
}

function start(args: readonly string[], { env = {}, before = "" }: Surroundings = {}) {
  const child = spawn(execPath, ["--import", `data:text/javascript,${before}`, main, ...args], {
    env: { ...process.env, EVENTS_API_PORT: "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

async function run(args: readonly string[], surroundings?: Surroundings) {
  const child = start(args, surroundings);
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code: child.exitCode, out, err };
}

/** The address that it prints, once it prints it. */
async function urlOf(child: ChildProcess): Promise<string> {
  const [said] = (child.stdout ? await once(child.stdout, "data") : []) as [Buffer?];
  return /http:\S+/.exec(String(said))?.[0] ?? "";
}

test("it serves, and says where", async () => {
  const child = start(["--port", "0"]);
  const url = await urlOf(child);
  const response = await fetch(`${url}/events?start_date=2019-01-01&end_date=2019-01-02`);
  expect(await response.json()).toEqual(eventsOf(day("2019-01-01")));
});

test("it takes its port from the environment, and another seed", async () => {
  const child = start(["--seed", "3"], { env: { EVENTS_API_PORT: "0" } });
  const response = await fetch(`${await urlOf(child)}/events?start_date=2019-01-01&end_date=2019-01-02`);
  expect(await response.json()).toEqual(eventsOf(day("2019-01-01"), 3));
});

test.skipIf(platform === "win32").each(["SIGTERM", "SIGINT"] as const)(
  "it ends cleanly on %s, even while connections are open",
  async (signal) => {
    const child = start(["--port", "0"]);
    const url = await urlOf(child);
    await fetch(`${url}/health`); // fetch keeps the connection
    const closed = once(child, "close");
    const error = child.stderr ? text(child.stderr) : "";
    child.kill(signal);
    expect(await closed).toEqual([0, null]);
    expect(await error).toBe("");
  },
);

test("a taken port ends it with exit code 3, and it says which program has it", async () => {
  const port = await serveForTest((_request, response) => {
    response.writeHead(403, { server: "AirTunes/670.6.2" }).end();
  });
  const { code, out, err } = await run(["--port", String(port)]);
  expect({ code, out }).toEqual({ code: 3, out: "" });
  expect(err).toMatch(/^events-api: port \d+ on 127.0.0.1 is taken by macOS's AirPlay Receiver \(.*\n$/);
});

test("wrong usage ends it with exit code 2", async () => {
  expect(await run(["--prot", "5001"])).toEqual({
    code: 2,
    out: "",
    err: "events-api: Unknown option '--prot'; pnpm events-api --help shows what there is\n",
  });
});

test("help is not an error", async () => {
  const { code, out, err } = await run(["--help"]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/^pnpm events-api \[--port 5000\]/);
});

const broken =
  "import { Server } from 'node:http'; Server.prototype.listen = () => { throw new Error('broken') };";
const brokenLater = "setImmediate(() => { throw new Error('broken') });";

test.each([broken, brokenLater])(
  "a bug of ours ends it with exit code 4 and no stack: %s",
  async (before) => {
    expect(await run(["--port", "0"], { before })).toMatchObject({
      code: 4,
      err: "events-api: this is a bug in the events API: broken; --verbose shows where\n",
    });
  },
);

test("--verbose shows where an error came from", async () => {
  const { port } = await startForTest();
  const { code, err } = await run(["--port", String(port), "--verbose"]);
  expect(code).toBe(3);
  expect(err).toMatch(/^events-api: port \d+.*\nEnvironmentError: port .*\n +at .*port-holder\.ts/);
});
