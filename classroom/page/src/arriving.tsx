// A part of the page whose code is loaded when it is first shown. If that does not come, the part says so, and the rest of the
// page goes on.

import type { ComponentChildren, ComponentType } from "preact";
import { lazy, Suspense } from "preact/compat";
import { useErrorBoundary } from "preact/hooks";
import { Failed } from "./panel.tsx";
import { reached } from "./server.ts";

export function whenShown<Props>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  return lazy(async () => ({ default: await reached(load()) }));
}

export function Arriving({ children }: { readonly children: ComponentChildren }) {
  const [error] = useErrorBoundary() as [unknown, () => void];
  if (error !== undefined) {
    const message = error instanceof Error ? error.message : "this part of the page cannot be shown";
    return <Failed message={message} again={() => location.reload()} />;
  }
  return <Suspense fallback={<p class="empty loading">Loading …</p>}>{children}</Suspense>;
}
