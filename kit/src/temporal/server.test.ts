// What can be told without a server, and without anything installed for one.

import { expect, test } from "vitest";
import { kitHere } from "../testing.ts";

const nobody = "127.0.0.1:9"; // nothing answers there

test.each([["runs"], ["trigger", "08_templated_path"], ["worker", "08"], ["lesson", "08"]])(
  "pnpm temporal %s says that no server answers",
  async (...words) => {
    const { exitCode, stderr } = await kitHere(["temporal", ...words, "--address", nobody]);
    expect(stderr).toBe(
      `pnpm temporal: no Temporal server answers at ${nobody}; pnpm temporal server starts one\n`,
    );
    expect(exitCode).toBe(3);
  },
);

test.each(["", "here", ":7233", "localhost:", "localhost:70000", "localhost:seven"])(
  'an address is not "%s"',
  async (address) => {
    const { exitCode, stderr } = await kitHere(["temporal", "runs", "--address", address]);
    expect(stderr).toContain(`the address of a Temporal server is "${address}"; write HOST:PORT`);
    expect(exitCode).toBe(2);
  },
);

test("a missing word is asked for under the command's own name", async () => {
  const { stderr } = await kitHere(["temporal", "clear", "08_templated_path"]);
  expect(stderr).toContain("RUN is missing; write pnpm temporal clear DAG_ID RUN");
});
