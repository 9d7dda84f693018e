// Reads a mail as a mail program does: its subject, and its plain text.

/** Long and foreign subjects are written in several encoded pieces. */
export function subjectOf(message: string): string {
  const header = headerOf(message, "subject").replace(/\?=\s+=\?/g, "?==?");
  return header.replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, code: string) =>
    kind.toLowerCase() === "b"
      ? Buffer.from(code, "base64").toString()
      : quotedPrintable(code.replaceAll("_", " ")),
  );
}

/** The first part that is plain text, or the mail's only one. */
export function plainTextOf(message: string): string {
  return partOf(message, "plain") ?? "";
}

/** The first part that is HTML; null if there is none. It is whatever the sender wrote. */
export function htmlOf(message: string): string | null {
  const isHtml = /text\/html|multipart/i.test(headerOf(message, "content-type"));
  return isHtml ? partOf(message, "html") : null;
}

function partOf(message: string, kind: "plain" | "html"): string | null {
  const [, boundary] = /boundary="?([^";\r\n]+)"?/i.exec(headerOf(message, "content-type")) ?? [];
  if (boundary !== undefined) {
    const parts = bodyOf(message)
      .split(`--${boundary}`)
      .slice(1, -1)
      .map((part) => part.replace(/^\r?\n/, "").replace(/\r?\n$/, "")); // the last one belongs to the boundary
    const wanted = new RegExp(`text/${kind}|multipart`, "i");
    const found = parts.find((part) => wanted.test(headerOf(part, "content-type")));
    return found === undefined ? null : partOf(found, kind);
  }
  const encoding = headerOf(message, "content-transfer-encoding").toLowerCase();
  const body = bodyOf(message).replaceAll("\r\n", "\n");
  if (encoding === "base64") return Buffer.from(body, "base64").toString();
  return encoding === "quoted-printable" ? quotedPrintable(body.replaceAll("=\n", "")) : body;
}

/** Unfolded; "" if there is none. */
function headerOf(message: string, name: string): string {
  const [head = ""] = message.split(/\r?\n\r?\n/, 1);
  const lines = head.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/);
  const line = lines.find((each) => each.toLowerCase().startsWith(`${name}:`)) ?? "";
  return line.slice(line.indexOf(":") + 1).trim();
}

function bodyOf(message: string): string {
  const end = /\r?\n\r?\n/.exec(message);
  return end ? message.slice(end.index + end[0].length) : "";
}

function quotedPrintable(text: string): string {
  const bytes: number[] = [];
  for (const piece of text.matchAll(/=([0-9A-F]{2})|[^]/gi)) {
    if (piece[1] === undefined) bytes.push(...Buffer.from(piece[0]));
    else bytes.push(Number.parseInt(piece[1], 16));
  }
  return Buffer.from(bytes).toString();
}
