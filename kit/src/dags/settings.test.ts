import { join } from "node:path";
import { runLesson } from "@daglings/stage";
import { expect, test, vi } from "vitest";
import { kitHere, temporaryFolder } from "../testing.ts";

vi.setConfig({ testTimeout: 60_000 });

test("variables and connections are set, shown only when that is asked for, and deleted", async () => {
  const dir = join(temporaryFolder(), "run");
  await runLesson({ lesson: "01", dir });
  const dags = async (...words: string[]) => await kitHere(["dags", ...words, "--dir", dir, "--plain"]);
  expect((await dags("variables")).stdout).toContain("There are no variables");
  expect((await dags("variables", "set", "quiet_below", "7")).stdout).toBe("variable quiet_below is set.\n");
  const uri = "http://bot:hush-hush@chat.example.com/hooks";
  expect((await dags("connections", "set", "chat", uri)).stdout).toBe(
    "connection chat is set, and hidden in logs.\n",
  );
  expect((await dags("connections", "list")).stdout).toBe(
    "connection: chat; from: store; value: hidden (--show)\n",
  );
  expect((await dags("connections", "get", "chat")).stdout).toBe("http://bot:***@chat.example.com/hooks\n");
  expect((await dags("connections", "get", "chat", "--show")).stdout).toBe(`${uri}\n`);
  expect((await dags("variables", "list", "--show")).stdout).toBe(
    "variable: quiet_below; from: store; value: 7\n",
  );
  expect((await dags("variables", "delete", "quiet_below")).stdout).toBe("variable quiet_below is gone.\n");
  expect(await dags("variables", "get", "quiet_below")).toMatchObject({ exitCode: 2 });
  expect((await dags("connections", "show")).stderr).toContain(
    "write pnpm dags connections list, get, set or delete",
  );
});
