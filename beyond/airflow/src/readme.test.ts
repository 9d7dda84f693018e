// What the README says about a Compose Airflow, against what the exported files read.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { preamble } from "./preamble.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8").replaceAll("\r\n", "\n");

const block = (language: string) => readme.split(`\`\`\`${language}\n`)[1]?.split("```")[0] ?? "";

test("its table has each variable that an exported file reads", () => {
  const read = [...preamble.functions.matchAll(/os\.environ\.get\("(\w+)"/g)].map(([, name]) => name);
  const rows = [...readme.matchAll(/^\| `(DAGLINGS_\w+)`/gm)].map(([, name]) => name);
  expect(read).toHaveLength(3);
  expect(rows).toEqual(read);
});

test("the part for docker-compose.yaml can be read, and mounts the folder in which tasks work", () => {
  const { "x-airflow-common": common } = parse(block("yaml")) as Readonly<
    Record<string, { environment: Record<string, string>; volumes: string[] }>
  >;
  const folder = common?.environment["DAGLINGS_FOLDER"] ?? "";
  expect(common?.volumes.map((each) => each.split(":")[1])).toContain(folder);
  expect(block("dockerfile")).toContain(`mkdir -p ${folder}`);
});

test("the image is of the Airflow in which the lessons are compared", () => {
  const [, release = ""] = /^FROM apache\/airflow:(\S+)$/m.exec(block("dockerfile")) ?? [];
  expect(readme).toContain(`a real ${release}`);
});
