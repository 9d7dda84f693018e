// The kit's commands: `pnpm lesson 08` is `node kit/src/main.js lesson 08`. Each is loaded when it is called.
// Plain JavaScript: it turns on the cache, so everything after it is cached without types; and a process that never
// strips types does not load the code that strips them, which takes longer than all the rest of its start.

import module from "node:module";
import process from "node:process";

if (Number.parseInt(process.versions.node, 10) < 26) {
  const why = "the Node that the installation brings is not here: has it failed? (its message is above)";
  process.stderr.write(
    `Daglings needs Node 26, and this is ${process.version}: ${why}\nThe first installation needs a network. Try it again with: npx -y pnpm install\n`,
  );
  process.exit(3);
}
module.enableCompileCache();
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (/** @type {NodeJS.ErrnoException} */ { code, message }) => {
    if (code === "EPIPE") process.exit(0); // the reader may stop: `pnpm lesson | head -3`
    if (stream === process.stdout) process.stderr.write(`the output cannot be written: ${message}\n`);
    process.exit(3);
  });
}
await import("@daglings/engine/whole-names");
const { runCommand } = await import("./run-command.ts");
process.exitCode = await runCommand(process.argv[2] ?? "", process.argv.slice(3));
