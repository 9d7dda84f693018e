// The colours of all pages. Each pair that is read has a contrast of at least 4.5 to 1, which a test holds.

export interface Palette {
  readonly background: string;
  readonly text: string;
  readonly muted: string;
  readonly link: string;
  readonly line: string;
  readonly panel: string;
  readonly added: string;
  readonly addedBackground: string;
  readonly removed: string;
  readonly removedBackground: string;
  /** Colours of code: the words of its language, and the texts in it. */
  readonly keyword: string;
  readonly string: string;
}

export const light: Palette = {
  background: "#ffffff",
  text: "#1b1b1f",
  muted: "#55555f",
  link: "#0b4fc4",
  line: "#8a8a96",
  panel: "#f3f3f6",
  added: "#0b4a1d",
  addedBackground: "#ddf4e2",
  removed: "#7d1019",
  removedBackground: "#fde3e4",
  keyword: "#6b21a8",
  string: "#14532d",
};

export const dark: Palette = {
  background: "#16161a",
  text: "#ececf1",
  muted: "#b6b6c2",
  link: "#8ab4ff",
  line: "#82828f",
  panel: "#23232b",
  added: "#b8f2c8",
  addedBackground: "#103a1e",
  removed: "#ffcacd",
  removedBackground: "#4d161a",
  keyword: "#d8b4fe",
  string: "#a7e3b5",
};

/** Which colours are written on which. */
export const readPairs: readonly (readonly [keyof Palette, keyof Palette])[] = [
  ["text", "background"],
  ["muted", "background"],
  ["link", "background"],
  ["text", "panel"],
  ["muted", "panel"],
  ["link", "panel"],
  ["added", "addedBackground"],
  ["removed", "removedBackground"],
  ["added", "panel"],
  ["removed", "panel"],
  ["added", "background"],
  ["removed", "background"],
  ["keyword", "panel"],
  ["string", "panel"],
];

/** Which colours are drawn on which: 3 to 1 is enough. */
export const drawnPairs: readonly (readonly [keyof Palette, keyof Palette])[] = [
  ["line", "background"],
  ["link", "panel"],
  ["text", "panel"],
];
