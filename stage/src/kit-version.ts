// Which version of the kit this is.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { kitFolder } from "./catalogue.ts";

const { version } = JSON.parse(readFileSync(join(kitFolder, "package.json"), "utf8")) as { version: string };

export const kitVersion = version;
