import { UsageError } from "@daglings/engine";
import type { Command } from "../command-line.ts";

export const diff: Command = {
  help: "",
  options: {},
  run() {
    throw new UsageError("not there yet");
  },
};
