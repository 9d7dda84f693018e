import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execPath } from "node:process";
import { describe, expect, onTestFinished, test } from "vitest";
import { openChat, type ChatOptions } from "./chat.ts";
import { prepareFolder } from "./run-folder.ts";
import { inTemporaryFolder } from "./testing.ts";

async function chatHere({ refuses = "never" }: Partial<ChatOptions> = {}) {
  const chat = await openChat({ now: () => 5, refuses });
  onTestFinished(() => chat.close());
  const { origin, pathname, password } = new URL(chat.connection);
  const post = async (body: unknown, { secret = password, path = pathname } = {}) => {
    const headers = { Authorization: `Bearer ${secret}` };
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return (await fetch(origin + path, { method: "POST", headers, body: text })).status;
  };
  return { chat, password, post };
}

describe("the chat", () => {
  test("takes messages from those who know its secret", async () => {
    const { chat, post } = await chatHere();
    expect(await post({ text: "b" })).toBe(200);
    expect(await post({ text: "a" })).toBe(200);
    expect(await post({ text: "a" }, { secret: "guessed" })).toBe(401);
    expect(await post("no JSON")).toBe(400);
    expect(await post({ words: "a" })).toBe(400);
    expect(await post({ text: "a" }, { path: "/elsewhere" })).toBe(404);
    expect(chat.messages).toEqual([
      { text: "a", at: 5 },
      { text: "b", at: 5 },
    ]);
  });

  test("is busy once for each message, where that is asked for", async () => {
    const { chat, post } = await chatHere({ refuses: "once" });
    const answers = [await post({ text: "a" }), await post({ text: "b" }), await post({ text: "a" })];
    expect(answers).toEqual([429, 429, 200]);
    expect(chat.messages).toHaveLength(1);
  });

  test("refuses each message, each time, where that is asked for", async () => {
    const { chat, post } = await chatHere({ refuses: "always" });
    expect([await post({ text: "a" }), await post({ text: "a" })]).toEqual([429, 429]);
    expect(chat.messages).toEqual([]);
  });

  test("finds its secret in files wherever they lie, and on command lines", async () => {
    const { chat, password, post } = await chatHere();
    await inTemporaryFolder(async (path) => {
      const folder = { ...prepareFolder(join(path, "run"), false), store: join(path, "kept", "runs.db") };
      mkdirSync(join(path, "kept"));
      expect(chat.searchForSecret(folder)).toEqual([]);
      writeFileSync(folder.store, `…${password}…`);
      mkdirSync(join(folder.path, "data"));
      writeFileSync(join(folder.path, "data", "note.txt"), password);
      expect(chat.searchForSecret(folder)).toEqual(["data/note.txt", "the store"]);
    });
    const child = execFile(execPath, ["-e", "setInterval(() => {}, 1000)", password]);
    onTestFinished(() => void child.kill());
    await new Promise((resolve) => void child.once("spawn", resolve));
    await post({ text: "a" });
    await inTemporaryFolder((path) => {
      const found = chat.searchForSecret(prepareFolder(join(path, "run"), false));
      expect(found).toEqual(["the command line of node"]);
      return Promise.resolve();
    });
  });
});
