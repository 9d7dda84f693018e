import type { Call, ExitCode } from "../command-line.ts";
export function propagate(_: Call): ExitCode { return 0; }
