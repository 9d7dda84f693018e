// Work on the live scheduler: its DAGs, flows, assets, approvals, and where data came from.

import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { address, hashOf, type Part } from "../address.ts";
import { Approvals } from "./approvals.tsx";
import { Assets } from "./assets.tsx";
import { DagList } from "./dag-list.tsx";
import { DagView } from "./dag-view.tsx";
import { Flows } from "./flows.tsx";
import { Lineage } from "./lineage.tsx";
import { hearing, listen } from "./live-news.ts";

interface OperationsProps {
  readonly part: Part;
  readonly isViewer: boolean;
}

const parts: readonly (readonly [Part, string])[] = [
  ["dags", "DAGs"],
  ["flows", "Flows"],
  ["assets", "Assets"],
  ["approvals", "Approvals"],
  ["lineage", "Lineage"],
];

export function Operations({ part, isViewer }: OperationsProps) {
  useEffect(listen, []);
  return (
    <div class="operations">
      <h1>Operations</h1>
      <Hearing />
      <nav class="tabs" aria-label="Parts of the operations">
        {parts.map(([name, words]) => (
          <a
            key={name}
            href={hashOf({ name: "operations", part: name })}
            aria-current={name === part ? "page" : undefined}
          >
            {words}
          </a>
        ))}
      </nav>
      {viewOf(part, isViewer)}
    </div>
  );
}

function viewOf(part: Part, isViewer: boolean): ComponentChildren {
  switch (part) {
    case "dags": {
      const dagId = address.value.query["dag"];
      if (dagId === undefined) return <DagList isViewer={isViewer} />;
      return <DagView key={dagId} dagId={dagId} isViewer={isViewer} />;
    }
    case "flows":
      return <Flows isViewer={isViewer} />;
    case "assets":
      return <Assets isViewer={isViewer} />;
    case "approvals":
      return <Approvals isViewer={isViewer} />;
    case "lineage":
      return <Lineage />;
    default:
      throw new TypeError(`unknown part ${String(part satisfies never)}`);
  }
}

/** Whether what is shown is the present. */
function Hearing() {
  switch (hearing.value) {
    case "connecting":
      return (
        <p class="hearing" role="status">
          Connecting to the scheduler …
        </p>
      );
    case "live":
      return (
        <p class="hearing live" role="status">
          Connected: whatever happens at the scheduler shows up at once.
        </p>
      );
    case "disconnected":
      return (
        <p class="hearing lost" role="status">
          The connection is lost: this is how things were. As soon as it is back, the page catches up.
        </p>
      );
    case "absent":
      return (
        <p class="hearing lost" role="status">
          No scheduler is running. <code>pnpm scheduler</code>, in another terminal, starts one, and this page
          notices.
        </p>
      );
    default:
      throw new TypeError(`unknown state ${String(hearing.value satisfies never)}`);
  }
}
