import { describe, expect, test } from "vitest";
import { startTestApi } from "../testing.ts";

const paused = { body: { paused: true } };

describe("on this machine alone", () => {
  test.each([
    ["its own name", { Host: "127.0.0.1:8080" }, 200],
    ["localhost", { Host: "localhost:8080" }, 200],
    ["another name that points here", { Host: "evil.example" }, 421],
    ["another machine's address", { Host: "10.1.2.3" }, 421],
    ["a page of its own", { Host: "127.0.0.1:8080", Origin: "http://127.0.0.1:8080" }, 200],
    ["a page of somebody else", { Origin: "https://evil.example" }, 403],
    ["a page without an origin", { Origin: "null" }, 403],
  ])("%s", async (_, headers, status) => {
    const api = await startTestApi();
    expect((await api.ask("PATCH", "/api/dags/daily", { ...paused, headers })).status).toBe(status);
    expect((await api.ask("GET", "/api/openapi.json", { headers })).status).toBe(status);
  });
});

describe("with tokens", () => {
  const tokens = { viewer: "view", operator: "operate" };
  const bearer = (token: string) => ({
    headers: { Authorization: `Bearer ${token}`, Host: "10.1.2.3:8080" },
  });

  test("a viewer looks, an operator also acts, and nobody else does either", async () => {
    const api = await startTestApi({ tokens, host: "0.0.0.0" });
    const statuses = async (more: object) => [
      (await api.ask("GET", "/api/dags", more)).status,
      (await api.ask("PATCH", "/api/dags/daily", { ...more, ...paused })).status,
    ];
    expect(await statuses({ headers: { Host: "10.1.2.3" } })).toEqual([401, 401]);
    expect(await statuses(bearer("wrong"))).toEqual([401, 401]);
    expect(await statuses(bearer("view"))).toEqual([200, 403]);
    expect(await statuses(bearer("operate"))).toEqual([200, 200]);
    expect((await api.ask("GET", "/api/dags?token=view")).status).toBe(200);
    expect((await api.ask("GET", "/api/dags?token=wrong")).status).toBe(401);
  });
});
