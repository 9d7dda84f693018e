// What is wrong with a template, and where: a page that shows the template can mark the letter.

import { UsageError } from "@daglings/words";

export class TemplateError extends UsageError {
  /** The letter of the template at which it goes wrong, counted from 0. */
  readonly offset: number;
  /** The same as line and column, counted from 1. */
  readonly line: number;
  readonly column: number;

  constructor(message: string, template: string, offset: number, options?: ErrorOptions) {
    super(message, options);
    const before = template.slice(0, offset).split("\n");
    this.offset = offset;
    this.line = before.length;
    this.column = (before.at(-1) ?? "").length + 1;
  }
}

/** `template "{{ params.zz }}"`, with the line where the template has several: the part in which it goes wrong. */
export function partAt(template: string, offset: number): string {
  const start = Math.max(0, template.lastIndexOf("{{", offset), template.lastIndexOf("{%", offset));
  const ends = ["}}", "%}"].map((end) => template.indexOf(end, offset)).filter((end) => end !== -1);
  const part = template.slice(start, ends.length === 0 ? undefined : Math.min(...ends) + 2);
  const text = part.trim().replace(/\s+/g, " ");
  const shortened = text.length > 60 ? `${text.slice(0, 59)}…` : text;
  return `template "${shortened}"${inLine(template, offset)}`;
}

/** ` in line 2`, of a template that has several lines. */
export function inLine(template: string, offset: number): string {
  if (!template.trim().includes("\n")) return "";
  return ` in line ${template.slice(0, offset).split("\n").length}`;
}
