import { describe, expect, test } from "vitest";
import { listLessons, readLesson } from "../catalogue.ts";
import { dueChecks } from "./syllabus.ts";
