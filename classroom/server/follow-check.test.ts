import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { CheckNews } from "../shared/answers.ts";
import { openTestRoom, plainDesk, temporaryFolder } from "./testing.ts";

interface Told {
  readonly id: string;
  readonly news: CheckNews;
}

async function openFollowed() {
  const file = join(temporaryFolder(), "dag.ts");
  writeFileSync(file, "one");
  let checks = 0;
  const { port } = await openTestRoom({
    desk: {
      ...plainDesk,
      ownFile: () => file,
      check: () => {
        checks++;
        const result = { lesson: "08", status: "pass", message: null, score: checks, maxScore: 9, tests: [] };
        return Promise.resolve(result as Awaited<ReturnType<typeof plainDesk.check>>);
      },
    },
  });
  /** Until so much was told. */
  const follow = async (after: string, until: CheckNews["type"]): Promise<Told[]> => {
    const url = `http://127.0.0.1:${port}/api/lessons/08/check?after=${encodeURIComponent(after)}`;
    const told: Told[] = [];
    let rest = "";
    const { body } = await fetch(url);
    for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
      rest += chunk;
      for (const [whole, id = "", data = ""] of rest.matchAll(/id: (.*)\ndata: (.*)\n\n/g)) {
        rest = rest.replace(whole, "");
        told.push({ id, news: JSON.parse(data) as CheckNews });
      }
      if (told.some(({ news }) => news.type === until)) break;
    }
    return told;
  };
  return { file, follow, checksSoFar: () => checks };
}

test("a page that comes back with the verdicts on the file as it is, is spared another check", async () => {
  const { follow, checksSoFar } = await openFollowed();
  const first = await follow("", "result");
  expect(first.map(({ news }) => news.type)).toEqual(["checking", "result"]);
  const { id = "" } = first.at(-1) ?? {};
  expect(await follow(id, "unchanged")).toEqual([{ id, news: { type: "unchanged" } }]);
  expect(checksSoFar()).toBe(1);
});

test("a page that comes back after the file was saved is told the new verdicts", async () => {
  const { file, follow, checksSoFar } = await openFollowed();
  const { id = "" } = (await follow("", "result")).at(-1) ?? {};
  writeFileSync(file, "another");
  const again = await follow(id, "result");
  expect(again.map(({ news }) => news.type)).toEqual(["checking", "result"]);
  expect(again[0]?.id).toBe("");
  expect(again.at(-1)?.id).not.toBe(id);
  expect(checksSoFar()).toBe(2);
});
