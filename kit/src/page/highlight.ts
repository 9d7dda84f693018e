// Code with its parts marked for colours, as HTML. Colour alone conveys nothing: the text says
// everything.

import hljs from "highlight.js";
import { escapeMarkup } from "@daglings/words";

/** `language`: as a fence in Markdown names it; code in an unknown one, such as csv, stays as it is. */
export function highlight(code: string, language: string): string {
  return hljs.getLanguage(language) ? hljs.highlight(code, { language }).value : escapeMarkup(code);
}
