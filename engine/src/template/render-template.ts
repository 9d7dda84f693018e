// The engine's public way to render a template. It answers at once, yet the room of templates is loaded only when it is
// first needed: most programs that import the engine render nothing themselves.

import { createRequire } from "node:module";
import type * as templates from "@daglings/templates";

type Templates = typeof templates;

const require = createRequire(import.meta.url);

/** Renders a text, or texts in lists and plain objects, with these variables. */
export const renderTemplate: Templates["renderTemplate"] = (value, variables) => {
  const { renderTemplate: render } = require("@daglings/templates") as Templates;
  return render(value, variables);
};
