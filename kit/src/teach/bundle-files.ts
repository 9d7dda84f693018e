// What a bundle has besides the course: its own pnpm under a name that is easy to type, and how to begin.

/** Added to the course's own pnpm-workspace.yaml. */
export const settings = `
# This copy is a bundle: everything comes from the store in it, and no network is asked for anything.
storeDir: .bundle/store
offline: true
trustLockfile: true
`;

export const launcher = `#!/bin/sh
# The pnpm of this bundle, for the system that it is called on.
here=$(cd "$(dirname "$0")" && pwd)
case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) system=linux-x64 ;;
  Linux-aarch64) system=linux-arm64 ;;
  Darwin-x86_64) system=darwin-x64 ;;
  Darwin-arm64) system=darwin-arm64 ;;
  *) system=win32-x64 ;;
esac
program=$here/.bundle/pnpm/$system/pnpm
[ "$system" = win32-x64 ] && program=$program.exe
if [ ! -f "$program" ]; then
  echo "This bundle was not made for $system: pnpm teach bundle --systems $system makes one." >&2
  exit 3
fi
[ -x "$program" ] || chmod +x "$program" # some ways of copying lose that
PATH=$(dirname "$program"):$PATH exec "$program" "$@"
`;

export const launcherForWindows = `@echo off\r
set "PATH=%~dp0.bundle\\pnpm\\win32-x64;%PATH%"\r
"%~dp0.bundle\\pnpm\\win32-x64\\pnpm.exe" %*\r
`;

export function readme(systems: readonly string[]): string {
  return `# Daglings without a network

This folder has the course and everything that it needs, for ${systems.join(", ")}. Copy it whole, or as an archive, to each
machine: it must be a place where you may write. A machine needs Node 18 or later, and bash and curl (on Windows: Git for
Windows).

\`\`\`
./pnpm lesson 08
\`\`\`

On Windows: \`.\\pnpm lesson 08\`. The first command installs, which takes some seconds. Wherever the course's pages say \`pnpm\`, or
\`npx -y pnpm\`, write \`./pnpm\`.
`;
}
