import { readFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sqliteStore } from "@daglings/engine";
import { expect, onTestFinished, test } from "vitest";
import { connection, flow, machine, runOn, sqliteRecord, task, variable } from "./index.ts";

const logsIn = task(
  async (_token: string) => {
    throw new Error(`${connection("shop").login} was refused with ${connection("shop").password}`);
  },
  { name: "logs_in" },
);
const shops = flow(async () => await logsIn(variable("api_token")), { name: "shops" });

test("a flow has the variables and connections of its store, and its log and its record contain no secret", async () => {
  const folder = mkdtempSync(join(tmpdir(), "daglings-flow-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "daglings.db");
  const store = sqliteStore(file);
  const uri = "http://anna:hush-hush@shop.example/";
  store.saveSetting({ kind: "connection", name: "shop", value: uri, secret: false });
  store.saveSetting({ kind: "variable", name: "api_token", value: "t0k3n", secret: false });
  store.close();
  const record = sqliteRecord(file);
  await runOn(machine({ record, logsFolder: folder }), shops, { flowRunId: "run" });
  const kept = JSON.stringify([record.findRun({ flowRunId: "run" }), record.listTasks({ flowRunId: "run" })]);
  record.close();
  expect(kept).toContain("anna was refused with ***");
  expect(kept + readFileSync(join(folder, "run.log"), "utf8")).not.toMatch(/hush-hush|t0k3n/);
});

test("a name that does not exist is refused", () => {
  expect(() => variable("region")).toThrow(
    'there is no variable "region"; make it with pnpm dags variables set',
  );
});
