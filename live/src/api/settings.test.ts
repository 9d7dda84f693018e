import { env } from "node:process";
import { expect, onTestFinished, test } from "vitest";
import { startTestApi } from "../testing.ts";

const uri = "http://bot:hush-hush@chat.example.com/hooks/stats";

test("a setting is made, listed without its value, read by an operator, and forgotten", async () => {
  const { ask } = await startTestApi();
  const made = await ask("PUT", "/api/connections/chat", { body: { value: uri } });
  const hidden = { name: "chat", value: null, secret: true, from: "store" };
  expect([made.status, made.json]).toEqual([200, hidden]);
  const list = await ask("GET", "/api/connections");
  expect(list.json).toEqual({ settings: [hidden] });
  expect(list.text).not.toContain("hush");
  expect((await ask("GET", "/api/connections/chat")).json).toEqual({ ...hidden, value: uri });
  expect((await ask("GET", "/api/variables")).json).toEqual({ settings: [] });
  expect((await ask("DELETE", "/api/connections/chat")).json).toEqual(hidden);
  expect((await ask("GET", "/api/connections/chat")).status).toBe(404);
});

test("a variable is secret by its name, or because somebody says so", async () => {
  const { ask } = await startTestApi();
  const isSecret = async (name: string, body: object) =>
    (await ask("PUT", `/api/variables/${name}`, { body })).json["secret"];
  expect(await isSecret("quiet_below", { value: "7" })).toBe(false);
  expect(await isSecret("quiet_below", { value: "7", secret: true })).toBe(true);
  expect(await isSecret("chat_token", { value: "x" })).toBe(true);
});

test("what comes from the environment wins, and cannot be forgotten here", async () => {
  env["DAGLINGS_VAR_QUIET_BELOW"] = "9";
  onTestFinished(() => void delete env["DAGLINGS_VAR_QUIET_BELOW"]);
  const { ask } = await startTestApi();
  expect((await ask("PUT", "/api/variables/quiet_below", { body: { value: "7" } })).json).toMatchObject({
    from: "environment",
  });
  expect((await ask("GET", "/api/variables/quiet_below")).json["value"]).toBe("9");
  const refused = await ask("DELETE", "/api/variables/quiet_below");
  expect([refused.status, refused.text]).toEqual([
    409,
    expect.stringContaining("unset DAGLINGS_VAR_QUIET_BELOW there"),
  ]);
});

test("what is not a connection is refused without being repeated, and a viewer reads no value", async () => {
  const { ask } = await startTestApi({ tokens: { viewer: "view", operator: "operate" } });
  const as = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });
  const wrong = await ask("PUT", "/api/connections/chat", { ...as("operate"), body: { value: "hush" } });
  expect(wrong.status).toBe(400);
  expect(wrong.text).not.toContain("hush");
  await ask("PUT", "/api/connections/chat", { ...as("operate"), body: { value: uri } });
  expect((await ask("GET", "/api/connections", as("view"))).status).toBe(200);
  expect((await ask("GET", "/api/connections/chat", as("view"))).status).toBe(403);
  expect((await ask("PUT", "/api/variables/a", { ...as("view"), body: { value: "1" } })).status).toBe(403);
  expect((await ask("GET", "/api/connections/chta", as("operate"))).text).toContain(
    'did you mean \\"chat\\"?',
  );
});
