// Makes any text safe for HTML and XML, between tags and in quoted attributes.

import { stripVTControlCharacters } from "node:util";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export function escapeMarkup(text: string): string {
  return printable(text).replace(/[&<>"']/g, (letter) => entities[letter] ?? letter);
}

/** Drops colours, and characters that XML and HTML do not allow: a student's program may print anything. */
export function printable(text: string): string {
  return (
    stripVTControlCharacters(text)
      .replaceAll("\r\n", "\n")
      // oxlint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]/g, "")
      .toWellFormed()
  );
}
