// A panel, and what it says when there is nothing to see, or not yet, or not any more.

import type { ComponentChildren } from "preact";
import type { Loading } from "./server.ts";

interface PanelProps {
  readonly title: string;
  readonly id?: string;
  readonly tools?: ComponentChildren;
  readonly children: ComponentChildren;
  readonly class?: string;
}

export function Panel({ title, id, tools, children, class: name = "" }: PanelProps) {
  const heading = `${id ?? title.toLowerCase().replaceAll(/\W+/g, "-")}-heading`;
  return (
    <section class={`panel ${name}`} aria-labelledby={heading}>
      <header class="panel-head">
        <h2 id={heading}>{title}</h2>
        <div class="panel-tools">{tools}</div>
      </header>
      {children}
    </section>
  );
}

export function Empty({ children }: { readonly children: ComponentChildren }) {
  return <p class="empty">{children}</p>;
}

export function Failed({ message, again }: { readonly message: string; readonly again?: () => void }) {
  return (
    <div class="failed" role="alert">
      <p>{message}</p>
      {again && (
        <button type="button" onClick={again}>
          Try again
        </button>
      )}
    </div>
  );
}

interface LoadedProps<T> {
  readonly answer: Loading<T>;
  readonly again: () => void;
  readonly children: (value: T) => ComponentChildren;
}

export function Loaded<T>({ answer, again, children }: LoadedProps<T>) {
  if (answer.is === "loading") return <p class="empty loading">Loading …</p>;
  if (answer.is === "failed") return <Failed message={answer.message} again={again} />;
  return <>{children(answer.value)}</>;
}
