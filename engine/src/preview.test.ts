import { afterEach, expect, test, vi } from "vitest";
import { BashOperator, DAG, FunctionOperator, previewTemplates } from "./index.ts";
import { memoryStore } from "./store/memory.ts";
import { orderOf } from "./testing.ts";

afterEach(() => vi.unstubAllEnvs());

const daily = { dagId: "daily", schedule: "@daily", startDate: "2019-01-01" } as const;

test("each template field is shown with its result, at any depth", async () => {
  const dag = new DAG(daily);
  const task = new FunctionOperator({
    dag,
    taskId: "work",
    templatesDict: { inputPath: "data/{{ ds }}.json" },
    opKwargs: { list: ["{{ next_ds }}", "plain"] },
    callable: () => {},
  });
  const { fields } = await previewTemplates({ dag, order: orderOf(task), store: memoryStore() });
  const byName = Object.fromEntries(fields.map(({ field, rendered }) => [field, rendered]));
  expect(byName).toMatchObject({
    "templatesDict.inputPath": "data/2019-01-01.json",
    "opKwargs.list.0": "2019-01-02",
    "opKwargs.list.1": "plain",
  });
});

test("the variables are shown as a template prints them, except for those that hold more than a text", async () => {
  const dag = new DAG(daily);
  const task = new BashOperator({ dag, taskId: "work", bashCommand: "true" });
  const { variables } = await previewTemplates({ dag, order: orderOf(task), store: memoryStore() });
  expect(variables).toMatchObject({
    ds: "2019-01-01",
    next_ds: "2019-01-02",
    data_interval_start: "2019-01-01 00:00:00+00:00",
  });
  expect(Object.keys(variables)).not.toContain("conn");
});

test("a wrong template is shown with its error, next to those that are right", async () => {
  const dag = new DAG(daily);
  const task = new BashOperator({
    dag,
    taskId: "work",
    bashCommand: "echo {{ ds | nothing }}",
    env: { DAY: "{{ ds }}" },
  });
  const { fields } = await previewTemplates({ dag, order: orderOf(task), store: memoryStore() });
  expect(fields[0]).toMatchObject({
    field: "bashCommand",
    rendered: null,
    error: expect.stringContaining("nothing") as string,
  });
  expect(fields.at(-1)).toMatchObject({ field: "env.DAY", rendered: "2019-01-01" });
});

test("no secret is shown", async () => {
  vi.stubEnv("DAGLINGS_VAR_API_PASSWORD", "tulips-and-bulbs");
  const dag = new DAG(daily);
  const task = new BashOperator({ dag, taskId: "work", bashCommand: "echo {{ var.value.api_password }}" });
  const { fields } = await previewTemplates({ dag, order: orderOf(task), store: memoryStore() });
  expect(fields[0]?.rendered).toBe("echo ***");
});
