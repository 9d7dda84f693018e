// JUnit XML, as GitLab, Jenkins and CodeGrade read it: only what all of them allow.

import type { Result, TestResult } from "../trial/result.ts";
import { escapeMarkup } from "@daglings/words";
import { detailsOf, nameOf } from "./details.ts";

export interface Suite {
  /** No two suites have the same: a reader identifies a test by its suite and its name. */
  readonly name: string;
  readonly result: Result;
}

export function junit(results: readonly Result[]): string {
  return junitOf(results.map((result) => ({ name: result.lesson, result })));
}

export function junitOf(suites: readonly Suite[]): string {
  const cases = suites.map(({ result }) => casesOf(result));
  const all = cases.flat();
  const time = seconds(suites.reduce((sum, { result }) => sum + result.durationMs, 0));
  const counts = `tests="${all.length}" failures="${countOf(all, "fail")}" errors="${countOf(all, "error")}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="Daglings" ${counts} time="${time}">`,
    ...suites.map(({ name, result }, index) => suiteXml(name, result, cases[index] ?? [])),
    "</testsuites>",
    "",
  ].join("\n");
}

interface Case {
  readonly name: string;
  readonly status: TestResult["status"];
  readonly message: string;
  readonly details: string;
}

/** A result without a test is an error, not empty: an empty one would look like a pass. */
function casesOf({ tests, message }: Result): Case[] {
  if (tests.length === 0) {
    const what = message ?? "no check was carried out";
    return [{ name: "the lesson is checked", status: "error", message: what, details: what }];
  }
  return tests.map((test) => ({
    name: nameOf(test),
    status: test.status,
    message: test.message ?? test.status,
    details: detailsOf(test),
  }));
}

function suiteXml(name: string, { durationMs, started }: Result, cases: readonly Case[]): string {
  const attributes = [
    `name="${escapeMarkup(name)}"`,
    `tests="${cases.length}"`,
    `failures="${countOf(cases, "fail")}"`,
    `errors="${countOf(cases, "error")}"`,
    `skipped="${countOf(cases, "skip")}"`,
    `time="${seconds(durationMs)}"`,
    `timestamp="${started.slice(0, 19)}"`,
  ];
  const lines = cases.map((each) => caseXml(name, each));
  return [`  <testsuite ${attributes.join(" ")}>`, ...lines, "  </testsuite>"].join("\n");
}

function caseXml(suite: string, { name, status, message, details }: Case): string {
  const open = `    <testcase classname="${escapeMarkup(suite)}" name="${escapeMarkup(name)}"`;
  const text = escapeMarkup(details);
  const attribute = `message="${escapeMarkup(message)}"`;
  const inside = {
    pass: "",
    fail: `<failure type="fail" ${attribute}>${text}</failure>`,
    error: `<error type="error" ${attribute}>${text}</error>`,
    skip: `<skipped ${attribute}/>`,
  }[status];
  return inside === "" ? `${open}/>` : `${open}>${inside}</testcase>`;
}

function countOf(cases: readonly Case[], wanted: Case["status"]): number {
  return cases.filter(({ status }) => status === wanted).length;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
