// The plain scripts that the lessons are compared with: every one that a page calls is there, and each of them runs.

import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { env, execPath } from "node:process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { startExchange } from "@daglings/binance";
import { startEventsApi } from "@daglings/events-api";
import { openMailbox } from "@daglings/stage";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

vi.setConfig({ testTimeout: 60_000 });

const here = fileURLToPath(new URL(".", import.meta.url));
const shop = join(here, "00_regular_script", "scripts");
const names = readdirSync(here).filter((name) => /^\d\d_/.test(name));
const pages = names.map((name) => {
  const page = readFileSync(join(here, name, "README.md"), "utf8");
  const [, section = ""] = /^## Without an orchestrator\n((?:(?!^## )[^])*)/m.exec(page) ?? [];
  return { name, section };
});
/** Lesson 12 is about another folder, and 00 calls its own script. */
const folderOf = (name: string) =>
  [join(here, name, "scripts"), join(here, name), shop].filter((folder) => existsSync(folder));

test.each(pages)("what $name calls without an orchestrator is there", ({ name, section }) => {
  const called = [...section.matchAll(/(?:bash|node) ([\w-]+\.(?:sh|ts))/g)].map(([, file = ""]) => file);
  for (const file of called) {
    expect({ file, isThere: folderOf(name).some((folder) => existsSync(join(folder, file))) }).toEqual({
      file,
      isThere: true,
    });
  }
});

/** The lines of the pages' fences, without what cron reads in front of them. */
const lines = pages.flatMap(({ name, section }) =>
  [...section.matchAll(/^```text\n([^]*?)^```$/gm)].map(([, fence = ""]) => ({
    name,
    command: fence.replaceAll(/^(?:[\d*]+ ){5} ?(?:cd \S+ && )?/gm, "").replaceAll("\\%", "%"),
  })),
);

describe("a plain script", () => {
  let folder: string;
  let api: Awaited<ReturnType<typeof startEventsApi>>;
  let mailbox: Awaited<ReturnType<typeof openMailbox>>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "daglings-scripts-"));
    api = await startEventsApi();
    mailbox = await openMailbox({ folder: join(folder, "mailbox"), now: () => 0, refuses: "never" });
  });
  afterAll(async () => {
    await Promise.all([api.close(), mailbox.close()]);
    rmSync(folder, { recursive: true, force: true });
  });

  async function run(command: string, cwd: string, variables: NodeJS.ProcessEnv = {}) {
    mkdirSync(cwd, { recursive: true });
    const PATH = `${dirname(execPath)}:${env["PATH"] ?? ""}`;
    const child = spawn("bash", ["-euc", command], {
      cwd,
      env: { ...env, PATH, EVENTS_API: api.url, SMTP_URL: mailbox.url, day: "2019-01-01", ...variables },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = once(child, "close") as Promise<[number | null]>;
    const [[exitCode], problems] = await Promise.all([ended, text(child.stderr)]);
    return { exitCode, problems };
  }

  test("has all three steps: the file, the statistics and the mail", async () => {
    const cwd = join(folder, "pipeline");
    expect(await run(`bash '${join(shop, "pipeline.sh")}'`, cwd)).toEqual({ exitCode: 0, problems: "" });
    expect(readFileSync(join(cwd, "data", "stats", "2019-01-01.csv"), "utf8")).toMatch(/^date,user,0\n/);
    expect(mailbox.mails.map(({ subject }) => subject)).toEqual(["Stats of 2019-01-01"]);
  });

  test("stops where a step fails, and leaves the rest to you", async () => {
    const cwd = join(folder, "failing");
    api.failNext(1);
    const { exitCode, problems } = await run(`bash '${join(shop, "pipeline.sh")}'`, cwd);
    expect(exitCode).not.toBe(0);
    expect(problems).toContain("500");
    expect(existsSync(join(cwd, "data", "stats"))).toBe(false);
  });

  test.each(lines.filter(({ name }) => name !== "00_regular_script"))(
    "of $name: $command",
    async ({ name, command }) => {
      const cwd = join(folder, name);
      const days = ["2019-01-01", "2019-01-02"];
      mkdirSync(join(cwd, "data", "events"), { recursive: true });
      for (const day of days) writeFileSync(join(cwd, "data", "events", `${day}.json`), "[]");
      const placed = command.replaceAll(
        /\b(fetch\.sh|calculate\.ts|send\.ts)\b/g,
        (file) => `'${join(shop, file)}'`,
      );
      const { exitCode, problems } = await run(placed, cwd);
      // In two nights out of three lesson 04's line does nothing, and says so to nobody.
      expect([0, ...(name.startsWith("04") ? [1] : [])]).toContain(exitCode);
      expect(problems).toBe("");
    },
  );

  test("fetches prices in a loop, as often as it is started, and whatever minute it is", async () => {
    const exchange = await startExchange({
      now: () => Temporal.Instant.from("2024-01-15T10:30Z").epochMilliseconds,
    });
    const cwd = join(folder, "binance");
    const loop = join(here, "12_binance_fetch_minute", "scripts", "loop.sh");
    const end = await run(`bash '${loop}' 2 0`, cwd, { BINANCE_URL: exchange.url });
    await exchange.close();
    expect(end).toEqual({ exitCode: 0, problems: "" });
    const [day = ""] = readdirSync(join(cwd, "data", "binance", "raw"));
    const rows = readFileSync(join(cwd, "data", "binance", "raw", day, "daily_raw.csv"), "utf8")
      .trim()
      .split("\n");
    expect(rows).toHaveLength(3); // two rows, probably of the same minute
  });
});
