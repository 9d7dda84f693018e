// How the page looks to this reader: light or dark, large for a projector. Kept in the browser.

import { computed, effect, signal } from "@preact/signals";

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

const system = matchMedia("(prefers-color-scheme: dark)");
const isSystemDark = signal(system.matches);

/** What is drawn on a canvas is drawn again when this changes. */
export const isDark = computed(() =>
  theme.value === "system" ? isSystemDark.value : theme.value === "dark",
);

export function applySettings(): void {
  effect(() => {
    document.documentElement.dataset["theme"] = isDark.value ? "dark" : "light";
    keep("theme", theme.value);
  });
  effect(() => {
    document.documentElement.classList.toggle("instructor", isInstructing.value);
    keep("instructor", isInstructing.value ? "yes" : "no");
  });
  system.addEventListener("change", ({ matches }) => (isSystemDark.value = matches));
}
