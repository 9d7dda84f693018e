// What TypeScript must take, and what it must refuse, where templates are written. Nothing here runs: `tsc` is the test.
// A `@ts-expect-error` above a line that has no error is itself an error.

import { expectTypeOf } from "vitest";
import {
  BashOperator,
  BranchOperator,
  DAG,
  EmailOperator,
  FunctionOperator,
  FunctionSensor,
  ShortCircuitOperator,
  type TaskContext,
} from "../index.ts";
import type { Rendered, Template } from "./check.ts";

const dag = new DAG({ schedule: null });
const own = { dag, taskId: "work" };
const callable = () => {};
declare const unknownText: string;
declare const texts: Record<string, string>;

// ---------------------------------------------------------------------------------------- the check itself

expectTypeOf<Template<"{{ds}}">>().toEqualTypeOf<"{{ds}}">();
expectTypeOf<Template<"{{dss}}">>().toEqualTypeOf<"unknown template variable: dss">();
expectTypeOf<Template<"{{ ds }} {{ dss }} {{ tss }}">>().toEqualTypeOf<"unknown template variable: dss">(); // the first of several
expectTypeOf<Template<"{{- Region2_x -}}">>().toEqualTypeOf<"unknown template variable: Region2_x">();
expectTypeOf<Template<string>>().toEqualTypeOf<string>();
expectTypeOf<Template<5>>().toEqualTypeOf<5>();
expectTypeOf<Template<{ a: "{{dss}}"; b: 5 }>>().toEqualTypeOf<{
  readonly a: "unknown template variable: dss";
  readonly b: 5;
}>();
expectTypeOf<Template<readonly ["{{ds}}", "{{dss}}"]>>().toEqualTypeOf<
  readonly ["{{ds}}", "unknown template variable: dss"]
>();

expectTypeOf<Rendered<"{{ds}}">>().toEqualTypeOf<string>();
expectTypeOf<Rendered<5 | null | undefined | true>>().toEqualTypeOf<5 | null | undefined | true>();
expectTypeOf<Rendered<{ a: "{{ds}}"; b: readonly ["x", 5] }>>().toEqualTypeOf<{
  readonly a: string;
  readonly b: readonly [string, 5];
}>();
expectTypeOf<Rendered<Temporal.PlainDate>>().toEqualTypeOf<Temporal.PlainDate>();
expectTypeOf<Rendered<Map<string, "x">>>().toEqualTypeOf<Map<string, "x">>();
expectTypeOf<Rendered<(text: "x") => "y">>().toEqualTypeOf<(text: "x") => "y">();

// ------------------------------------------------------------------------------------------ what is accepted

export const accepted = [
  "no template { } {single} }} ",
  "{{ds}}{{ ds }}{{\n\tds\n}}{{- ds -}}{{+ ds }}",
  "{{ ds_nodash }} {{ ts_nodash_with_tz }} {{ yesterday_ds }} {{ prev_execution_date_success }}",
  "{{execution_date.strftime('%Y-%m-%d')}} {{ next_execution_date.add(days=1) }} {{ data_interval_end | ds }}",
  "{{ params.region }} {{ params['a-b'] | default('x') }} {{ dag_run.conf.a }} {{ task_instance_key_str }}",
  "{{ var.value.region }} {{ var.json.limits.max }} {{ conn.shop.host }} {{ conn.get('shop').port }}",
  "{{ ti.xcom_pull(task_ids='a') }} {{ macros.ds_add(ds, -7) }} {{ run_id }} {{ test_mode }}",
  "{{ conf }} {{ inlets }} {{ outlets }} {{ expanded_ti_count }}",
  "{{ 'text' }} {{ 5 }} {{ (ds) }} {{ [ds] }} {{ none }} {{ True }} {{ not test_mode }} {{ range(3) }} {{}}",
  "{% set x = ds %}{{ x }} {% for each in [1] %}{{ each }}{{ loop.index }}{% endfor %}",
  "{% raw %}{{ dss }}{% endraw %}",
  "{# {{ dss }} #}{{ ds }}",
  "{{ '{{dss}}' }} {{ ds ~ '}}' }}",
] as const satisfies readonly unknown[];
type Passing<T> = { readonly [Key in keyof T]: Template<T[Key]> };
expectTypeOf<Passing<typeof accepted>>().toEqualTypeOf<typeof accepted>();

export const bash = [
  new BashOperator({ ...own, bashCommand: "curl {{ds}}" }),
  new BashOperator({ ...own, bashCommand: unknownText }),
  new BashOperator({ ...own, bashCommand: `curl ${unknownText}/{{ds}}` }),
  new BashOperator({ ...own, bashCommand: "ls", env: { DAY: "{{ds}}" }, cwd: "data/{{ds}}" }),
  new BashOperator({ ...own, bashCommand: "ls", env: texts, cwd: unknownText }),
];

export const mail = [
  new EmailOperator({ ...own, to: "a@b", subject: "{{ds}}", htmlContent: "<p>{{ds}}" }),
  new EmailOperator({
    ...own,
    to: ["a@b", "{{ params.to }}"],
    subject: "s",
    htmlContent: "",
    files: ["{{ds}}.csv"],
  }),
];

// ------------------------------------------------------------------------------------------- what is refused

export const refused = [
  // @ts-expect-error unknown template variable: dss
  new BashOperator({ ...own, bashCommand: "curl {{dss}}" }),
  // @ts-expect-error unknown template variable: dss
  new BashOperator({ ...own, bashCommand: `curl ${unknownText}/{{dss}}` }),
  // @ts-expect-error unknown template variable: nextDs
  new BashOperator({ ...own, bashCommand: "{{ nextDs }}" }),
  // @ts-expect-error unknown template variable: now
  new BashOperator({ ...own, bashCommand: "{{ now() }}" }),
  // @ts-expect-error unknown template variable: dss
  new BashOperator({ ...own, bashCommand: "ls", env: { DAY: "{{dss}}" } }),
  // @ts-expect-error unknown template variable: dss
  new BashOperator({ ...own, bashCommand: "ls", cwd: "{{dss}}" }),
  // @ts-expect-error unknown template variable: dss
  new FunctionOperator({ ...own, callable, templatesDict: { path: "{{dss}}" } }),
  // @ts-expect-error unknown template variable: dss
  new FunctionOperator({ ...own, callable, templatesDict: { paths: [["{{ds}}"], ["{{dss}}"]] } }),
  // @ts-expect-error unknown template variable: dss
  new FunctionOperator({ ...own, callable, opKwargs: { path: "{{dss}}" } }),
  // @ts-expect-error unknown template variable: dss
  new FunctionOperator({ ...own, callable, opKwargs: { deep: { path: ["{{dss}}"] } } }),
  // @ts-expect-error unknown template variable: dss
  new FunctionOperator({ ...own, callable, opArgs: ["{{ds}}", "{{dss}}"] }),
  // @ts-expect-error unknown template variable: dss
  new FunctionOperator({ ...own, callable, opArgs: [{ list: ["{{dss}}"] }] }),
  // @ts-expect-error unknown template variable: dss
  new BranchOperator({ ...own, callable: () => null, templatesDict: { path: "{{dss}}" } }),
  // @ts-expect-error unknown template variable: dss
  new ShortCircuitOperator({ ...own, callable, opKwargs: { path: "{{dss}}" } }),
  // @ts-expect-error unknown template variable: dss
  new FunctionSensor({ ...own, callable, opArgs: ["{{dss}}"] }),
  // @ts-expect-error unknown template variable: dss
  new EmailOperator({ ...own, to: "{{dss}}", subject: "s", htmlContent: "" }),
  // @ts-expect-error unknown template variable: dss
  new EmailOperator({ ...own, to: ["a@b", "{{dss}}"], subject: "s", htmlContent: "" }),
  // @ts-expect-error unknown template variable: dss
  new EmailOperator({ ...own, to: "a@b", subject: "{{dss}}", htmlContent: "" }),
  // @ts-expect-error unknown template variable: dss
  new EmailOperator({ ...own, to: "a@b", subject: "s", htmlContent: "{{dss}}" }),
  // @ts-expect-error unknown template variable: dss
  new EmailOperator({ ...own, to: "a@b", subject: "s", htmlContent: "", files: ["{{dss}}"] }),
  // @ts-expect-error there is no such option
  new BashOperator({ ...own, bashCommand: "ls", retrys: 3 }),
  // @ts-expect-error the callable is missing
  new FunctionOperator({ ...own }),
];

// ---------------------------------------------------------------------------------- what a callable is given

const templatesDict = { inputPath: "data/{{ds}}.json", options: { deep: ["{{ds}}", 5] } } as const;
const opKwargs = {
  email: "{{ds}}@example.com",
  limit: 5,
  since: Temporal.PlainDate.from("2019-01-01"),
  ds: 7,
} as const;

interface Given {
  readonly templatesDict: {
    readonly inputPath: string;
    readonly options: { readonly deep: readonly [string, 5] };
  };
}

export const inferred = [
  new FunctionOperator({
    ...own,
    templatesDict: { inputPath: "data/{{ds}}.json", options: { deep: ["{{ds}}", 5] } },
    opArgs: ["{{ds}}", 5, ["x"]],
    opKwargs: { email: "{{ds}}@example.com", limit: 5, since: Temporal.PlainDate.from("2019-01-01"), ds: 7 },
    callable(day, number, list, { templatesDict: given, email, limit, since, ds, nextDs, ti }) {
      expectTypeOf<typeof day>().toEqualTypeOf<string>();
      expectTypeOf<typeof number>().toEqualTypeOf<5>();
      expectTypeOf<typeof list>().toEqualTypeOf<readonly [string]>();
      expectTypeOf<typeof given>().toEqualTypeOf<Given["templatesDict"]>();
      expectTypeOf<typeof email>().toEqualTypeOf<string>();
      expectTypeOf<typeof limit>().toEqualTypeOf<5>();
      expectTypeOf<typeof since>().toEqualTypeOf<Temporal.PlainDate>();
      expectTypeOf<typeof ds>().toEqualTypeOf<7>(); // opKwargs win
      expectTypeOf<typeof nextDs>().toEqualTypeOf<string | null>();
      expectTypeOf<typeof ti>().toEqualTypeOf<TaskContext["ti"]>();
    },
  }),
  new FunctionOperator({
    ...own,
    callable({ templatesDict: none, ...context }) {
      expectTypeOf<typeof none>().toEqualTypeOf<undefined>();
      expectTypeOf<typeof context.ds>().toEqualTypeOf<string>();
    },
  }),
  new FunctionOperator({
    ...own,
    templatesDict,
    opKwargs,
    callable: ({ templatesDict: { inputPath }, email }) => inputPath + email,
  }),
  new BranchOperator({
    ...own,
    templatesDict: { path: "{{ds}}" },
    opArgs: [5],
    callable: (number, { templatesDict: { path } }) => (path.length > number ? "a" : ["b", "c"]),
  }),
  new ShortCircuitOperator({
    ...own,
    opKwargs: { path: "{{ds}}" },
    callable: async ({ path }) => path.length > 5,
  }),
  new FunctionSensor({
    ...own,
    opArgs: ["{{ds}}"],
    mode: "reschedule",
    callable: (day, { ds }) => day === ds,
  }),
];

function calculateStats(path: string, { ds, nextDs }: TaskContext): string {
  return `${path} ${ds} ${nextDs}`;
}

/** A function that was written elsewhere, with types of its own. */
export const written = [
  new FunctionOperator({ ...own, callable: ({ ds }: TaskContext) => ds }),
  new FunctionOperator({ ...own, opArgs: ["data/{{ds}}.json"], callable: calculateStats }),
  new FunctionOperator({
    ...own,
    templatesDict,
    callable: ({ templatesDict: { inputPath } }: Given) => inputPath,
  }),
  new FunctionOperator({
    ...own,
    opKwargs: { to: "a@b" },
    callable: ({ to }: TaskContext & { to: string }) => to,
  }),
  new FunctionOperator({ ...own, opArgs: ["a"], callable: (path: string) => path }),
  new BranchOperator({ ...own, callable: ({ ds }: TaskContext) => (ds > "2019" ? "new" : null) }),
];

export const wronglyUsed = [
  new FunctionOperator({
    ...own,
    templatesDict,
    // @ts-expect-error templatesDict has no inputPaht
    callable: ({ templatesDict: { inputPaht } }) => void inputPaht,
  }),
  new FunctionOperator({
    ...own,
    templatesDict,
    // @ts-expect-error inputPath is not a number
    callable: ({ templatesDict: given }) => given.inputPath * 2,
  }),
  // @ts-expect-error there is no `emial`, neither in the context nor in opKwargs
  new FunctionOperator({ ...own, opKwargs, callable: ({ emial }) => void emial }),
  // @ts-expect-error email is not a number
  new FunctionOperator({ ...own, opKwargs, callable: ({ email }) => email * 2 }),
  // @ts-expect-error there is no templatesDict
  new FunctionOperator({ ...own, callable: ({ templatesDict: { path } }) => void path }),
  // @ts-expect-error the first argument is a text
  new FunctionOperator({ ...own, opArgs: ["{{ds}}"], callable: (day) => day * 2 }),
  new FunctionOperator({
    ...own,
    opArgs: ["{{ds}}"],
    // @ts-expect-error there is one argument before the context, not two
    callable: (day, second, { ds }) => void [day, second, ds],
  }),
  // @ts-expect-error the function takes a number, and is given a text
  new FunctionOperator({ ...own, opArgs: ["{{ds}}"], callable: (day: number) => day }),
  // @ts-expect-error the function takes more than it is given
  new FunctionOperator({ ...own, callable: calculateStats }),
  // @ts-expect-error what a callable is given cannot be changed
  new FunctionOperator({ ...own, templatesDict, callable: ({ templatesDict: it }) => (it.inputPath = "") }),
  // @ts-expect-error a branch returns task ids
  new BranchOperator({ ...own, callable: () => 5 }),
  // @ts-expect-error a branch returns task ids
  new BranchOperator({ ...own, callable: async () => await Promise.resolve([5]) }),
  // @ts-expect-error templatesDict has no `paht`
  new BranchOperator({ ...own, templatesDict, callable: ({ templatesDict: { paht } }) => void paht }),
  // @ts-expect-error there is no `paht`
  new ShortCircuitOperator({ ...own, opKwargs: { path: "" }, callable: ({ paht }) => void paht }),
  // @ts-expect-error the first argument is a text
  new FunctionSensor({ ...own, opArgs: ["a"], callable: (day) => day * 5 }),
  // @ts-expect-error no such mode
  new FunctionSensor({ ...own, callable, mode: "pole" }),
];
