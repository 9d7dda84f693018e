// Installs the lab of dataframe libraries when it is first needed.

import type { Screen } from "../screen.ts";
import { labFolder } from "./frame-file.ts";
import { installApart } from "./install-apart.ts";

export async function installLab(screen: Screen, signal: () => AbortSignal): Promise<void> {
  const lab = { folder: labFolder, what: "the dataframe libraries", takes: "about 500 MB" };
  await installApart(lab, screen, signal);
}
