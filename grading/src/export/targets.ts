// The classrooms to which the course can be exported.

import type { LessonEntry } from "@daglings/stage";
import { actionsTarget } from "./actions.ts";
import { classroom50Target } from "./classroom50.ts";
import { gradescopeTarget } from "./gradescope.ts";
import { junitTarget } from "./junit.ts";
import type { Target } from "./target.ts";

export const targets: Readonly<
  Record<string, (lessons: readonly LessonEntry[]) => Target | Promise<Target>>
> = {
  actions: actionsTarget,
  classroom50: classroom50Target,
  gradescope: gradescopeTarget,
  junit: junitTarget,
};
