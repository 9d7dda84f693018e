// How the page looks to this reader: light or dark, large for a projector. Kept in the browser.

import { effect, signal } from "@preact/signals";

type Theme = "light" | "dark" | "system";

function kept(name: string): string | null {
  try {
    return localStorage.getItem(`daglings-${name}`);
  } catch {
    return null; // the browser keeps nothing
  }
}

function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`daglings-${name}`, value);
  } catch {
    // The setting is forgotten when the page is closed.
  }
}

export const theme = signal<Theme>((kept("theme") as Theme | null) ?? "system");
export const isInstructing = signal(kept("instructor") === "yes");
export const isHelpOpen = signal(false);

export function applySettings(): void {
  effect(() => {
    const isDark =
      theme.value === "dark" ||
      (theme.value === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
    document.documentElement.dataset["theme"] = isDark ? "dark" : "light";
    keep("theme", theme.value);
  });
  effect(() => {
    document.documentElement.classList.toggle("instructor", isInstructing.value);
    keep("instructor", isInstructing.value ? "yes" : "no");
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    const before = theme.peek();
    theme.value = before === "system" ? "light" : before;
    theme.value = before;
  });
}
