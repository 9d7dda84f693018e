import type { Call, ExitCode } from "../command-line.ts";
export function handout(_: Call): ExitCode { return 0; }
