// For tests, to be imported first: the student's folder is a new one, and gone afterwards.

import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env } from "node:process";
import { afterAll, beforeEach } from "vitest";

export const work = realpathSync(mkdtempSync(join(tmpdir(), "daglings-work-")));
env["DAGLINGS_WORK"] = work;

beforeEach(() => rmSync(work, { recursive: true, force: true }));
afterAll(() => rmSync(work, { recursive: true, force: true }));
