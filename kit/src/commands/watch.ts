import { UsageError } from "@daglings/engine";
import type { Command } from "../command-line.ts";

export const watch: Command = {
  help: "",
  options: {},
  run() {
    throw new UsageError("not there yet");
  },
};
