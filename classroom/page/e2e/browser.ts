// For tests: a classroom that is really open, and a real browser that looks at it.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium, type Browser, type Page, type Route } from "playwright-core";

export const kitFolder = fileURLToPath(new URL("../../..", import.meta.url));
const screenshots = fileURLToPath(new URL("../screenshots", import.meta.url));

const known = [
  process.env["CHROMIUM"] ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

export async function openBrowser(): Promise<Browser> {
  const executablePath = known.find((path) => path !== "" && existsSync(path));
  if (executablePath === undefined) {
    throw new Error(
      "no Chromium was found; install one (apt-get install chromium), or set the variable CHROMIUM to its path",
    );
  }
  const quiet = ["quic", "background-networking", "component-update", "sync"].map(
    (each) => `--disable-${each}`,
  );
  const args = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", ...quiet];
  return await chromium.launch({ executablePath, args });
}

export interface OpenRoom {
  readonly address: string;
  /** The student's own folder. */
  readonly work: string;
  /** Where a scheduler can work for the operations. */
  readonly schedulerFolder: string;
  close(): Promise<void>;
}

/** `pnpm classroom`, with an empty folder for the student's own files. */
export async function openRoom(): Promise<OpenRoom> {
  const work = mkdtempSync(join(tmpdir(), "daglings-page-"));
  const schedulerFolder = join(work, "scheduler");
  const words = ["classroom", "--port", "0", "--no-open", "--dir", schedulerFolder];
  const { found: address, close } = await startKit(words, /open at (http:\S+)/, work);
  return {
    address,
    work,
    schedulerFolder,
    async close() {
      await close();
      rmSync(work, { recursive: true, force: true });
    },
  };
}

const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));

/** `pnpm scheduler`, with the DAGs and the flow in fixtures/, paused. */
export async function openScheduler({
  schedulerFolder: folder,
  work,
}: OpenRoom): Promise<{ close(): Promise<void> }> {
  const store = join(folder, "daglings.db");
  mkdirSync(folder, { recursive: true });
  const deploy = [
    "flow",
    "deploy",
    `${fixture("flows.ts")}:daily`,
    "--name",
    "nightly",
    "--store",
    store,
    "--cron",
    "0 6 1 1 *",
  ];
  const deployed = await startKit([...deploy, "--param", "day=2019-01-01"], /nightly/, work);
  await deployed.close();
  const dags = [fixture("operated.ts"), fixture("asks.ts")];
  const flags = ["--dir", folder, "--port", "0", "--executor", "in-process", "--paused", "--grace", "1"];
  return await startKit(["scheduler", ...dags, ...flags], /API: (http:\S+)/, work);
}

interface Started {
  /** What it has said. */
  readonly found: string;
  readonly close: () => Promise<void>;
}

/** A command of the kit, once it has printed what the pattern asks for. */
async function startKit(words: readonly string[], pattern: RegExp, work: string): Promise<Started> {
  const main = join(kitFolder, "kit", "src", "main.js");
  const child = spawn(process.execPath, [main, ...words], {
    cwd: kitFolder,
    env: { ...process.env, DAGLINGS_WORK: work, DAGLINGS_PLAIN: "1" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const lines = createInterface({ input: child.stdout });
  const found = await new Promise<string>((resolve, reject) => {
    lines.on("line", (line) => {
      const match = pattern.exec(line);
      if (match) resolve(match[1] ?? match[0]);
    });
    child.once("exit", (code) => reject(new Error(`pnpm ${words[0] ?? ""} has ended with code ${code}`)));
  });
  return {
    found,
    async close() {
      child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await ended;
      clearTimeout(late);
    },
  };
}

/** For a route: a stream of events that ends at once. The page asks again after two seconds. */
export async function cutOff(route: Route): Promise<void> {
  await route.fulfill({ contentType: "text/event-stream", body: "retry: 2000\n\n" });
}

/** As when a person changes between tabs: without a screen, Chromium takes every page for one that is seen. */
export async function turnTo(page: Page, state: DocumentVisibilityState): Promise<void> {
  await page.evaluate((now) => {
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => now });
    document.dispatchEvent(new Event("visibilitychange"));
  }, state);
}

/** Into a folder that is never committed. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
}

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[];
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What a person who cannot see, or cannot use a mouse, would stumble over: WCAG 2.2 AA. */
export async function stumbles(page: Page): Promise<string[]> {
  // Not as a script of the page, which its policy forbids, but by the browser itself.
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
    const { axe: looker } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: Violation[] }> };
    };
    return (await looker.run({ runOnly: { type: "tag", values: tags } })).violations;
  });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary = "" }) =>
        `${id}: ${target.join(" ")} (${failureSummary.replaceAll(/\s+/g, " ")})`,
    ),
  );
}
