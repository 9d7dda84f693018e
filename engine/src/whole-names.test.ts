import { execFile } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execPath } from "node:process";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";

const quoted = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);

test("Node looks for no file of the kit, gives the same modules, and looks for everybody else's", async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "daglings-whole-")));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "theirs.ts"), `import "./missing.ts";\n`);
  const main = join(folder, "main.mjs");
  writeFileSync(
    main,
    `
    import { registerHooks } from "node:module";
    const { DAG } = await import(${quoted("./dag.ts")}); // as Node finds it
    const lookedFor = [];
    registerHooks({
      resolve(specifier, context, next) {
        if (specifier.startsWith(".")) lookedFor.push(specifier);
        return next(specifier, context);
      },
    });
    await import(${quoted("./whole-names.ts")});
    const engine = await import(${quoted("./index.ts")});
    const code = await import("./theirs.ts").catch((error) => error.code);
    console.log(JSON.stringify({ isSame: engine.DAG === DAG, lookedFor, code }));
    `,
  );
  const { stdout } = await promisify(execFile)(execPath, [main]);
  expect(JSON.parse(stdout)).toEqual({
    isSame: true,
    lookedFor: ["./theirs.ts", "./missing.ts"],
    code: "ERR_MODULE_NOT_FOUND",
  });
});
