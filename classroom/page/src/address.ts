// Every state of the page has an address that can be sent to a neighbour: it stands behind the #, as
// #/lesson/08_templated_path/run?run=3-08_templated_path&at=41&dagrun=2

import { signal } from "@preact/signals";

export type Tab = "text" | "code" | "run" | "check";

export type View =
  | { readonly name: "course" }
  | { readonly name: "lesson"; readonly lesson: string; readonly tab: Tab }
  | { readonly name: "playground" };

export interface Address {
  readonly view: View;
  readonly query: Readonly<Record<string, string>>;
}

const tabs: readonly string[] = ["text", "code", "run", "check"] satisfies Tab[];

function readAddress(hash: string): Address {
  const [path = "", search = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const [place, lesson, tab = "text"] = path.split("/").map(decodeURIComponent);
  const query = Object.fromEntries(new URLSearchParams(search));
  if (place === "lesson" && lesson) {
    return { view: { name: "lesson", lesson, tab: (tabs.includes(tab) ? tab : "text") as Tab }, query };
  }
  if (place === "playground") return { view: { name: place }, query };
  return { view: { name: "course" }, query };
}

export function hashOf(view: View, query: Readonly<Record<string, string | null | undefined>> = {}): string {
  const path =
    view.name === "lesson"
      ? `lesson/${encodeURIComponent(view.lesson)}/${view.tab}`
      : view.name === "course"
        ? ""
        : view.name;
  const kept = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
  const search = new URLSearchParams(kept).toString();
  return `#/${path}${search === "" ? "" : `?${search}`}`;
}

export const address = signal<Address>(readAddress(location.hash));

addEventListener("hashchange", () => (address.value = readAddress(location.hash)));

export function go(view: View, query: Readonly<Record<string, string | null | undefined>> = {}): void {
  location.hash = hashOf(view, query);
}

/** Says more about what is shown now: one does not go back from it step by step. null takes a word away. */
export function note(change: Readonly<Record<string, string | null>>): void {
  const { view, query } = address.peek();
  const hash = hashOf(view, { ...query, ...change });
  if (hash === location.hash) return;
  history.replaceState(null, "", hash);
  address.value = readAddress(hash);
}
