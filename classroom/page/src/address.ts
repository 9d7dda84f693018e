// Every state of the page has an address that can be sent to a neighbour: it comes after the #, as
// #/lesson/08_templated_path/run?run=3-08_templated_path&at=41&dagrun=2

import { signal } from "@preact/signals";

export type Tab = "text" | "code" | "run" | "check";

export type Part = "dags" | "flows" | "assets" | "approvals" | "lineage";

export type View =
  | { readonly name: "course" }
  | { readonly name: "lesson"; readonly lesson: string; readonly tab: Tab }
  | { readonly name: "playground" }
  | { readonly name: "operations"; readonly part: Part }
  | { readonly name: "nowhere"; readonly path: string };

export interface Address {
  readonly view: View;
  readonly query: Readonly<Record<string, string>>;
}

const tabs: readonly string[] = ["text", "code", "run", "check"] satisfies Tab[];
const parts: readonly string[] = ["dags", "flows", "assets", "approvals", "lineage"] satisfies Part[];

function readAddress(hash: string): Address {
  const [, path = "", search = ""] = /^#?\/?([^?]*)\??(.*)$/s.exec(hash) ?? [];
  const [place, second, tab = "text"] = path.split("/").map(decoded);
  const query = Object.fromEntries(new URLSearchParams(search));
  if (place === "") return { view: { name: "course" }, query };
  if (place === "lesson" && second) {
    return {
      view: { name: "lesson", lesson: second, tab: (tabs.includes(tab) ? tab : "text") as Tab },
      query,
    };
  }
  if (place === "playground") return { view: { name: place }, query };
  if (place === "operations") {
    const part = parts.includes(second ?? "") ? (second as Part) : "dags";
    return { view: { name: place, part }, query };
  }
  return { view: { name: "nowhere", path }, query };
}

/** What a neighbour has sent may be cut off in the middle of a letter: it is then taken as it is. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

type Query = Readonly<Record<string, string | null | undefined>>;

export function hashOf(view: View, query: Query = {}): string {
  const kept = Object.entries(query).filter((pair): pair is [string, string] => typeof pair[1] === "string");
  const search = new URLSearchParams(kept).toString();
  return `#/${pathOf(view)}${search === "" ? "" : `?${search}`}`;
}

function pathOf(view: View): string {
  switch (view.name) {
    case "lesson":
      return `lesson/${encodeURIComponent(view.lesson)}/${view.tab}`;
    case "operations":
      return `operations/${view.part}`;
    case "playground":
      return view.name;
    case "course":
      return "";
    case "nowhere":
      return view.path;
    default:
      throw new TypeError(`unknown view ${JSON.stringify(view satisfies never)}`);
  }
}

export const address = signal<Address>(readAddress(location.hash));

addEventListener("hashchange", () => (address.value = readAddress(location.hash)));

export function go(view: View, query: Query = {}): void {
  location.hash = hashOf(view, query);
}

/** Adds details about what is shown now, without a step in the browser's history. null removes a word. */
export function note(change: Readonly<Record<string, string | null>>): void {
  const { view, query } = address.peek();
  const hash = hashOf(view, { ...query, ...change });
  if (hash === location.hash) return;
  history.replaceState(history.state, "", hash);
  address.value = readAddress(hash);
}
