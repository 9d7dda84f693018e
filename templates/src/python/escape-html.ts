const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "'": "&#39;",
  '"': "&#34;",
};

/** Escapes as Jinja's `escape` does. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>'"]/g, (letter) => entities[letter] ?? letter);
}
