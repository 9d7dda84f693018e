import { once } from "node:events";
import { connect, type AddressInfo } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { PromptSmtpServer } from "./prompt-smtp-server.ts";

test("it greets at once, and only once", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout"] }); // time stands still
  onTestFinished(() => void vi.useRealTimers());
  const server = new PromptSmtpServer({ disableReverseLookup: true, logger: false });
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => server.close());

  const caller = connect((server.server.address() as AddressInfo).port, "127.0.0.1");
  onTestFinished(() => void caller.destroy());
  let said = "";
  caller.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await once(caller, "data");
  expect(said).toMatch(/^220 .*\r\n$/);

  vi.advanceTimersByTime(1000);
  caller.write("NOOP\r\n");
  while (!said.includes("250 ")) await once(caller, "data");
  expect(said.match(/^220 /gm)).toHaveLength(1);
});
