// `pnpm lab dataframes`: installs the lab when it is first needed, and runs it.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { execPath } from "node:process";
import { UsageError } from "@daglings/engine";
import { suggest } from "@daglings/words";
import { exitCodes, type Command } from "../command-line.ts";
import { labFolder } from "../frame/frame-file.ts";
import { installLab } from "../frame/install-lab.ts";

const help = `pnpm lab dataframes

Checks that arquero, danfojs, pandas-js, polars, DuckDB and plain TypeScript do
the lessons' steps with the same bytes, and prints a table of what each costs;
pandas joins them if there is a python3 that has it. Installs them
when it is first run: about 500 MB. Takes a minute or two.

  --rows NUMBER   how large the large table is; default 1000000
  --json          one JSON object
`;

const labs = ["dataframes"];

export const lab: Command = {
  help,
  options: { rows: { type: "string" } },
  async run({ words: [name, second], text, screen, signal }) {
    if (name === undefined || !labs.includes(name)) {
      const hint = suggest(name ?? "", labs, "there is");
      throw new UsageError(name === undefined ? `name a lab${hint}` : `there is no lab "${name}"${hint}`);
    }
    if (second !== undefined)
      throw new UsageError(`pnpm lab takes one lab, and "${second}" is one word too many`);
    const rows = text("rows") ?? "1000000";
    if (!/^[1-9]\d{0,6}$/.test(rows)) {
      throw new UsageError(`--rows is "${rows}"; it is a whole number from 1 to 9999999`);
    }
    await installLab(screen, () => signal);
    const words = ["--rows", rows, ...(screen.isJson ? ["--json"] : [])];
    const child = spawn(execPath, [join(labFolder, "src", "main.ts"), ...words], {
      stdio: ["ignore", "inherit", "inherit"],
      signal,
    });
    const [code] = (await once(child, "close")) as [number | null];
    return code === 0 ? exitCodes.fine : exitCodes.failed;
  },
};
