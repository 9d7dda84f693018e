import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { EnvironmentError } from "@daglings/engine";
import { UsageError } from "@daglings/words";
import { expect, onTestFinished, test } from "vitest";
import { connectTo, pathOf } from "./client.ts";
import { startTestApi } from "./testing.ts";

test("asks, with what it has to send, and gives the answer", async () => {
  const { port, run } = await startTestApi();
  const client = connectTo(`http://127.0.0.1:${port}`);
  expect(
    await client.ask({ method: "PATCH", path: pathOf("dags", "daily"), body: { paused: true } }),
  ).toMatchObject({
    paused: true,
  });
  await client.ask({ method: "PATCH", path: pathOf("dags", "daily"), body: { paused: false } });
  await run("2019-01-04T06:00Z");
  const runs = await client.ask({
    path: pathOf("dags", "daily", "runs"),
    query: { limit: 1, state: undefined },
  });
  expect(runs).toMatchObject({ runs: [{ runId: "scheduled__2019-01-03T00:00:00+00:00" }] });
  const path = pathOf(
    "dags",
    "daily",
    "runs",
    "scheduled__2019-01-03T00:00:00+00:00",
    "tasks",
    "fetch",
    "attempts",
    "1",
    "log",
  );
  expect(await (await client.open({ path })).text()).toBe("fetching 2019-01-03\n");
});

test("sends its token", async () => {
  const tokens = { viewer: "view", operator: "operate" };
  const { port } = await startTestApi({ tokens });
  const question = { path: pathOf("dags") };
  await expect(connectTo(`http://127.0.0.1:${port}`).ask(question)).rejects.toThrow("a token is needed");
  expect(await connectTo(`http://127.0.0.1:${port}`, "view").ask(question)).toMatchObject({ dags: [{}] });
});

test("a refusal is an error of usage, in the API's own words", async () => {
  const { port } = await startTestApi();
  const asked = connectTo(`http://127.0.0.1:${port}`).ask({ path: pathOf("dags", "dayly") });
  await expect(asked).rejects.toThrow(UsageError);
  await expect(asked).rejects.toThrow('there is no DAG "dayly"; did you mean "daily"?');
});

test("nobody at the address, or somebody else, is the environment's trouble", async () => {
  const server = createServer((_, response) => response.writeHead(502).end("bad gateway")).listen(
    0,
    "127.0.0.1",
  );
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const asked = connectTo(`http://127.0.0.1:${port}`).ask({ path: "/api/dags" });
  await expect(asked).rejects.toThrow(EnvironmentError);
  await expect(asked).rejects.toThrow("the scheduler answered with status 502: bad gateway");

  server.closeAllConnections();
  server.close();
  await once(server, "close");
  await expect(connectTo(`http://127.0.0.1:${port}`).ask({ path: "/api/dags" })).rejects.toThrow(
    new RegExp(
      `^the scheduler at http://127\\.0\\.0\\.1:${port} does not answer \\(.*\\); see whether it runs$`,
    ),
  );
});
