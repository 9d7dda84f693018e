// What a student's version of this lesson is asked for, and judged by.

import type { Check, Task } from "@daglings/lessons";

export const task: Task = { why: "", must: [], notYet: [], learned: "" };

export const retires: readonly string[] = [];

export const checks: readonly Check[] = [];
