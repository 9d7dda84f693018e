import { backgroundManager, beManager } from "../background.ts";
import { type Command, exitCodes, noWords } from "../command-line.ts";

export const start: Command = {
  help: `air-executor start: a manager in the background, which sees to all jobs of the folder until air-executor stop.

  --foreground     not in the background; Ctrl-C ends it
  --max-runners N  at a time, 1 to 50; default 10
  --poll SECONDS   the safety net, 1 to 60; default 5
  --durable        survive power cuts`,
  options: {
    foreground: { type: "boolean" },
    "max-runners": { type: "string" },
    poll: { type: "string" },
    durable: { type: "boolean" },
  },
  async run(call) {
    noWords(call, "start");
    const options = {
      dir: call.dir,
      maxRunners: call.number("max-runners"),
      poll: call.number("poll"),
      durable: call.isSet("durable"),
    };
    if (call.isSet("foreground")) {
      await beManager(options, call.signal);
      return exitCodes.fine;
    }
    const { pid, isNew } = await backgroundManager(options);
    const state = isNew ? `Manager ${pid} has started` : `Manager ${pid} runs already`;
    call.say(`${state}; air-executor status --watch shows what it does.`, { manager: pid, isNew });
    return exitCodes.fine;
  },
};
