// A command of parts hands its call on as it is.

import { expect, test } from "vitest";
import type { Call } from "./command-line.ts";
import { commandOf } from "./parts.ts";
import { openScreen } from "./screen.ts";

test("a part that does not ask for the signal leaves Ctrl-C as it is, and its words are those after its name", async () => {
  let isAsked = false;
  const call: Call = {
    words: ["look", "08"],
    text: () => undefined,
    texts: () => [],
    isSet: () => false,
    screen: openScreen({ plain: true, json: false }),
    get signal() {
      isAsked = true; // from now on, Ctrl-C ends the command only if it listens
      return new AbortController().signal;
    },
  };
  const words: string[] = [];
  const look = (asked: Call) => {
    words.push(...asked.words);
    return 0 as const;
  };
  const command = commandOf({
    name: "dags",
    help: "",
    parts: { look: { options: {}, load: () => Promise.resolve(look) } },
  });
  await command.run(call);
  expect([words, isAsked]).toEqual([["08"], false]);
});
