// Preloaded into a script's process: see packages.ts.

import { findPackagesOfTheKit } from "./packages.ts";

findPackagesOfTheKit();
