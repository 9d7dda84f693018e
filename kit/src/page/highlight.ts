// Code with its parts marked for colours, as HTML. The words of a language are told by colour alone nowhere: the text says
// it all.

import hljs from "highlight.js";
import { escapeMarkup } from "@daglings/words";

/** `language`: as a fence in Markdown names it; one that is not known, as csv, stays as it is. */
export function highlight(code: string, language: string): string {
  return hljs.getLanguage(language) ? hljs.highlight(code, { language }).value : escapeMarkup(code);
}
