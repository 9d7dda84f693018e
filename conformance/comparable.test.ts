import { existsSync } from "node:fs";
import { join } from "node:path";
import { kitFolder, listLessons } from "@daglings/stage";
import { expect, test } from "vitest";
import { comparable } from "./comparable.ts";

test.each([2, 3] as const)(
  "every lesson that can be exported for Airflow %i is compared there",
  (version) => {
    const golden = join(kitFolder, "beyond", "airflow", "golden", `airflow-${version}`);
    const exported = listLessons().filter(({ name }) => existsSync(join(golden, `${name}.py`)));
    expect(comparable(version)).toEqual(exported.map(({ number }) => number));
  },
);
