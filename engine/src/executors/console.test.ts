import { describe, expect, test, vi } from "vitest";
import { withConsole } from "./console.ts";

/** What `work` prints, in the order in which it does. */
async function printed(work: () => unknown): Promise<string[]> {
  const lines: string[] = [];
  await withConsole((line) => lines.push(line), work);
  return lines;
}

// oxlint-disable no-console -- that is what is tried out here
describe("what work prints", () => {
  test.each(["log", "info", "warn", "error", "debug"] as const)(
    "with console.%s goes to its log",
    async (method) => {
      expect(await printed(() => console[method]("a %s", "text", { b: [1, null] }, undefined))).toEqual([
        "a text { b: [ 1, null ] } undefined",
      ]);
    },
  );

  test("goes there also later, whatever it has waited for", async () => {
    const work = async () => {
      await new Promise((resolve) => void setTimeout(resolve, 1));
      console.log("after a timer");
      await Promise.resolve();
      queueMicrotask(() => console.log("in a microtask"));
    };
    expect(await printed(work)).toEqual(["after a timer", "in a microtask"]);
  });

  test("goes to its own log, and not to that of other work at the same time", async () => {
    const talk = (name: string) => async () => {
      for (let turn = 0; turn < 3; turn++) {
        console.log(name);
        await Promise.resolve();
      }
    };
    const [anna, bert] = await Promise.all([printed(talk("anna")), printed(talk("bert"))]);
    expect(anna).toEqual(["anna", "anna", "anna"]);
    expect(bert).toEqual(["bert", "bert", "bert"]);
  });

  test("goes to the inner log where work is done within work", async () => {
    let inner: string[] = [];
    const outer = await printed(async () => {
      console.log("before");
      inner = await printed(() => console.log("inside"));
      console.log("after");
    });
    expect({ outer, inner }).toEqual({ outer: ["before", "after"], inner: ["inside"] });
  });
});

test("what is printed elsewhere goes where it always went", async () => {
  const { log } = console;
  const seen: unknown[] = [];
  console.log = (...values: unknown[]) => void seen.push(values);
  try {
    // The console is wired when it is first needed: this needs a module that has not done it yet.
    vi.resetModules();
    const { outsideAttempts, withConsole: fresh } = await import("./console.ts");
    const lines: string[] = [];
    const work = () => {
      console.log("inside");
      outsideAttempts(() => console.log("by the engine"));
    };
    fresh((line) => void lines.push(line), work);
    console.log("outside", 5);
    expect({ lines, seen }).toEqual({ lines: ["inside"], seen: [["by the engine"], ["outside", 5]] });
  } finally {
    console.log = log;
  }
});

test("what work returns, or throws, is passed on", () => {
  expect(
    withConsole(
      () => {},
      () => 5,
    ),
  ).toBe(5);
  const work = () => {
    throw new Error("broken");
  };
  expect(() => withConsole(() => {}, work)).toThrow("broken");
});
