// The process in which one library is measured: it loads it, counts a file of events several times, and prints what that
// took as one JSON object.

import { argv, resourceUsage } from "node:process";
import { frames, loadSteps } from "./frames.ts";

const [, , name, inputPath = "", outputPath = "", runs = "1"] = argv;
const frame = frames.find((each) => each.name === name);
if (!frame) throw new Error(`there is no frame "${name}"`);

const began = performance.now();
if (frame.library !== null) await import(frame.library);
const load = performance.now() - began;

const { countEvents } = await loadSteps(frame);
const times: number[] = [];
for (let run = 0; run < Number(runs); run++) {
  const start = performance.now();
  await countEvents({ inputPath, outputPath });
  times.push(performance.now() - start);
}
console.log(JSON.stringify({ load, times, peak: 1024 * resourceUsage().maxRSS }));
