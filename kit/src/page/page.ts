// A page of HTML that needs nothing else: no script, no other file, no network.

import { escapeMarkup } from "@daglings/words";
import { styles } from "./styles.ts";

export interface Page {
  readonly title: string;
  /** HTML, before the main part: a list of contents. */
  readonly navigation?: string;
  /** HTML. It begins with the page's only `<h1>`. */
  readonly main: string;
}

export function htmlPage({ title, navigation = "", main }: Page): string {
  const skip = navigation === "" ? "" : `<a class="skip" href="#main">Skip the contents</a>\n`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeMarkup(shorten(title))}</title>
<style>${styles}</style>
</head>
<body>
${skip}${navigation}<main id="main">
${main}
</main>
</body>
</html>
`;
}

/** A tab shows no more. */
function shorten(title: string): string {
  const line = title.replace(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 59).toWellFormed()}…` : line;
}
