const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "'": "&#39;",
  '"': "&#34;",
};

/** As Jinja's `escape` does. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>'"]/g, (letter) => entities[letter] ?? letter);
}
