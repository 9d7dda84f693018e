// For tests: what readers of HTML and XML say to a page.

import { HtmlValidate } from "html-validate/node";
import { SaxesParser } from "saxes";

/** What is wrong with a page, for browsers and for people who cannot see it or use no mouse. */
export async function objectionsTo(html: string): Promise<string[]> {
  const reader = new HtmlValidate({
    root: true,
    extends: ["html-validate:recommended", "html-validate:a11y"],
    rules: { "long-title": "off" }, // it counts &quot; as six letters
  });
  const { results } = await reader.validateString(html);
  return results.flatMap(({ messages }) => messages.map(({ line, message }) => `${line}: ${message}`));
}

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** Strictly: what is not well-formed is an error. */
export function parseXml(xml: string): Element {
  const root: Element = { name: "", attributes: {}, children: [], text: "" };
  const path = [root];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const element = { name, attributes: attributes as Record<string, string>, children: [], text: "" };
    path.at(-1)?.children.push(element);
    path.push(element);
  });
  parser.on("text", (text) => {
    const element = path.at(-1);
    if (element) element.text += text;
  });
  parser.on("closetag", () => void path.pop());
  parser.write(xml).close();
  const [only] = root.children;
  if (!only) throw new Error("no element");
  return only;
}
