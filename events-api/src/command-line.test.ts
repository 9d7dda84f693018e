import { describe, expect, test } from "vitest";
import { readCommand } from "./command-line.ts";
import { UsageError } from "./errors.ts";

test("without anything it is port 5000 on 127.0.0.1, as in the lecture", () => {
  expect(readCommand([], {})).toEqual({ host: "127.0.0.1", port: 5000, seed: 0, help: false });
});

test.each([
  [["--port", "5001"], {}, { port: 5001 }],
  [["--port=0"], {}, { port: 0 }],
  [[], { EVENTS_API_PORT: "5002" }, { port: 5002 }],
  [[], { EVENTS_API_PORT: "" }, { port: 5000 }],
  [["--port", "5001"], { EVENTS_API_PORT: "5002" }, { port: 5001 }],
  [["--port", "5001"], { EVENTS_API_PORT: "none" }, { port: 5001 }],
  [["--host", "0.0.0.0"], {}, { host: "0.0.0.0" }],
  [["--seed=-3"], {}, { seed: -3 }],
  [["--help"], {}, { help: true }],
  [["-h"], {}, { help: true }],
  [["--", "--port", "5001"], {}, { port: 5001 }],
  [["--verbose"], {}, { port: 5000 }],
] as const)("%j with %j is %j", (args, env, expected) => {
  expect(readCommand(args, env)).toMatchObject(expected);
});

describe("wrong usage is explained in one sentence", () => {
  test.each([
    [["--port", "abc"], {}, `--port is "abc"; it must be a whole number from 0 to 65535`],
    [["--port", "65536"], {}, `--port is "65536"; it must be a whole number from 0 to 65535`],
    [["--port=-1"], {}, `--port is "-1"; it must be a whole number from 0 to 65535`],
    [["--port", "0x50"], {}, `--port is "0x50"; it must be a whole number from 0 to 65535`],
    [["--port="], {}, `--port is ""; it must be a whole number from 0 to 65535`],
    [[], { EVENTS_API_PORT: "http" }, `EVENTS_API_PORT is "http"; it must be a whole number from 0 to 65535`],
    [
      ["--seed", "a"],
      {},
      `--seed is "a"; it must be a whole number from -9007199254740991 to 9007199254740991`,
    ],
    [["--host", ""], {}, `--host is ""; it must be an address, such as 127.0.0.1`],
    [["--prot", "5001"], {}, "Unknown option '--prot'; pnpm events-api --help shows what there is"],
    [["5001"], {}, "Unexpected argument '5001'; pnpm events-api --help shows what there is"],
    [["--port"], {}, "Option '--port <value>' argument missing; pnpm events-api --help shows what there is"],
  ] as const)("%j with %j", (args, env, message) => {
    expect(() => readCommand(args, env)).toThrow(new UsageError(message));
  });
});
