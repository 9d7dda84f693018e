import { chmodSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { platform } from "node:process";
import { EnvironmentError } from "@daglings/engine";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { temporaryFolder } from "../../kit/src/testing.ts";
import { checkMachine, findProgram, howToInstall } from "./machine.ts";

let bin = "";
const ending = platform === "win32" ? ".exe" : "";

function install(...names: string[]): void {
  for (const name of names) {
    writeFileSync(join(bin, name + ending), "");
    chmodSync(join(bin, name + ending), 0o755);
  }
}

beforeEach(() => {
  bin = temporaryFolder();
  vi.stubEnv("PATH", [join(bin, "none such"), bin, ""].join(delimiter));
});
afterEach(() => vi.unstubAllEnvs());

test("a program is found in the folders of the PATH", () => {
  expect(findProgram("curl")).toBeNull();
  install("curl");
  expect(findProgram("curl")).toBe(join(bin, `curl${ending}`));
});

describe("a machine is enough", () => {
  test("for lessons without bash, whatever it lacks", () => {
    expect(() => checkMachine([])).not.toThrow();
    expect(() => checkMachine(["exchange", "mail", "events"])).not.toThrow();
  });

  test("for those with bash, where bash and curl are there", () => {
    install("bash", "curl");
    expect(() => checkMachine(["bash", "events"])).not.toThrow();
  });

  test.each([
    [[], "bash and curl"],
    [["curl"], "bash"],
    [["bash"], "curl"],
  ])("not where there is only %j: it says what to install", (there, missing) => {
    install(...there);
    const check = () => checkMachine(["bash"]);
    expect(check).toThrow(EnvironmentError);
    const advice = howToInstall(missing.split(" and "));
    expect(check).toThrow(`this lesson's tasks need ${missing}, which this machine lacks; ${advice}`);
  });
});
