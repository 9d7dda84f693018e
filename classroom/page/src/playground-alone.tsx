// The playground without the classroom: one page, which needs no server.

import { render } from "preact";
import { Playground } from "./playground.tsx";
import { applySettings } from "./settings.ts";
import "./style.css";

applySettings();
const root = document.getElementById("page");
if (root) {
  render(
    <main>
      <Playground />
    </main>,
    root,
  );
}
