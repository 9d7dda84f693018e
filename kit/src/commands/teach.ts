// `pnpm teach …`: what instructors do with the course. Each of its commands is loaded when it is called.

import { commandOf, type Part } from "../parts.ts";

const help = `pnpm teach verify [NN]            try every lesson, and every documented wrong
                                  way, against all checks, and see that every
                                  sentence under "must be true" has one that
                                  fails for something wrong
pnpm teach handout                the whole course as one HTML file, for the
                                  screen and for paper
    --lessons 01-08   only these
    --for-students    without what changed in the lesson's file, and without
                      hints
    --out FILE        write it to a file
pnpm teach grade FOLDER           grade a folder of submissions:
                                  STUDENT/work/08_templated_path/dag.ts and the
                                  like; STUDENT.zip, and zips as Moodle and
                                  GitHub make them, are read as they are
    --lesson 08       grade this lesson alone; loose files belong to it:
                      STUDENT/dag.ts, STUDENT.ts
    --lessons 01-08   grade these: who has not handed in one of them gets no
                      marks for it
    --seed N          the seed beside the published one; without it a new one,
                      the same for all
    --one             the folder is one student's own
    --jobs N          how many are tried out at once; default: one more than
                      there are processors
    --rules FILE      marks by weights, late days and decisions:
                      {"weights": {"08": 10}, "latePenalty": 0.1,
                       "lateDays": {"ana": {"08": 2}},
                       "overrides": {"bo": {"08": 7}}}
    --long            grades.csv with a row for each student and lesson
    --fresh           a new seed, where the folder of the grades has one
                      already: all are tried out again
    --trust-submissions   without a sandbox: what students have written runs
                          with your rights
    --format NAME     also print actions, classroom50, gradescope, junit or
                      markdown
    --out FOLDER      where grades.csv, grades.json, junit.xml and reports/ go;
                      default runs/grades
pnpm teach export --for NAME      what a classroom needs, without solutions:
                                  actions, junit, classroom50, gradescope
    --lessons 01-08   only these
    --out FOLDER      default runs/export-NAME
pnpm teach airflow 08             a lesson's DAG, or that of a FILE, as a Python
                                  file for a real Airflow
    --airflow 2       for Airflow 2.11; default: for Airflow 3.3
    --out FILE        write it to a file
pnpm teach bundle                 the course in a folder from which a class
                                  installs and works without a network
    --systems A,B     default: this machine's; linux-x64, linux-arm64,
                      darwin-x64, darwin-arm64, win32-x64
    --without-solutions   as students get it from an export, with --lessons
                          01-08 only these
    --out FOLDER      default runs/bundle
pnpm teach convert FILE --for NAME    turn results in JSON into another format:
                                      junit, actions, markdown, …
    --out FILE        write it to a file
pnpm teach propagate 05 FILE      FILE is lesson 05's mended dag.ts: carry the
                                  change into the later lessons, and into the
                                  variants and the alternative of each
    --until 07        not further than this
    --dry-run         only say what would change
pnpm teach pages                  the page of each lesson ends with the lesson's
                                  file, its changes marked: as it is now
pnpm teach seal                   record the course as it is: later edits of
                                  checks and engine show
`;

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;

const parts: Readonly<Record<string, Part>> = {
  airflow: {
    options: { airflow: text, out: text },
    load: async () => (await import("../teach/airflow.ts")).airflow,
  },
  bundle: {
    options: { lessons: text, out: text, systems: text, "without-solutions": flag },
    load: async () => (await import("../teach/bundle.ts")).bundle,
  },
  convert: {
    options: { for: text, out: text },
    load: async () => (await import("../teach/convert.ts")).convert,
  },
  export: {
    options: { for: text, lessons: text, out: text },
    load: async () => (await import("../teach/export.ts")).exportCourse,
  },
  grade: {
    options: {
      format: text,
      fresh: flag,
      jobs: text,
      lesson: text,
      lessons: text,
      long: flag,
      one: flag,
      out: text,
      rules: text,
      seed: text,
      "trust-submissions": flag,
    },
    load: async () => (await import("../teach/grade.ts")).grade,
  },
  handout: {
    options: { "for-students": flag, lessons: text, out: text },
    load: async () => (await import("../teach/handout.ts")).handout,
  },
  pages: { options: {}, load: async () => (await import("../teach/pages.ts")).pages },
  propagate: {
    options: { "dry-run": flag, until: text },
    load: async () => (await import("../teach/propagate.ts")).propagate,
  },
  seal: { options: {}, load: async () => (await import("../teach/seal.ts")).seal },
  verify: { options: {}, load: async () => (await import("../teach/verify.ts")).verify },
};

export const teach = commandOf({ name: "teach", help, parts });
