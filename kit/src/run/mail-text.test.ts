import fc from "fast-check";
import { createTransport } from "nodemailer";
import { describe, expect, test } from "vitest";
import { plainTextOf, subjectOf } from "./mail-text.ts";

interface Written {
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly encoding?: "quoted-printable" | "base64" | "7bit";
}

/** A mail as nodemailer puts it on the wire. */
async function mailOf({ subject, text, html, encoding }: Written): Promise<string> {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: "windows" });
  const { message } = await transport.sendMail({
    from: "a@example.com",
    to: "b@example.com",
    subject,
    text,
    ...(html !== undefined && { html }),
    ...(encoding && { textEncoding: encoding === "base64" ? "base64" : "quoted-printable", encoding }),
  });
  return message.toString();
}

/** Line ends are not kept by mails, nor is white space at the end of a subject. */
const sameEnds = (text: string) => text.replace(/\r\n|\r/g, "\n");

test.each([
  ["Stats of 2019-01-01"],
  ["Statistik für Zoë: 1 €"],
  ["統計 2019-01-01 ".repeat(9).trim()],
  ["a".repeat(200)],
  ["=?utf-8?Q?not=20encoded?="],
  ["under_score = 7?"],
])("the subject %j comes back", async (subject) => {
  expect(subjectOf(await mailOf({ subject, text: "x" }))).toBe(subject);
});

test("a mail without a subject has none", () => {
  expect(subjectOf("From: a@example.com\r\n\r\nSubject: in the text\r\n")).toBe("");
});

describe("the text comes back", () => {
  const text = "date        user   0\n2019-01-01  alice  1\n2019-01-01  Zoë    2 €\n.\n=3D\nFrom here\n";

  test.each([
    ["alone", {}],
    ["beside HTML", { html: "<b>Zoë</b>" }],
    ["in base64", { encoding: "base64" }],
    ["quoted", { encoding: "quoted-printable" }],
  ] as const)("%s", async (_, how) => {
    expect(sameEnds(plainTextOf(await mailOf({ subject: "s", text, ...how })))).toBe(text);
  });

  test("with lines that are longer than a mail's", async () => {
    const long = `${"word ".repeat(300)}\n${"x".repeat(2000)}\n`;
    expect(sameEnds(plainTextOf(await mailOf({ subject: "s", text: long })))).toBe(long);
  });

  test("out of parts within parts", () => {
    const mail = [
      'Content-Type: multipart/mixed; boundary="outer"',
      "",
      "--outer",
      "Content-Type: multipart/alternative;",
      "\tboundary=inner",
      "",
      "--inner",
      "Content-Type: text/html",
      "",
      "<b>no</b>",
      "--inner",
      "Content-Type: text/plain; charset=utf-8",
      "",
      "yes",
      "--inner--",
      "--outer--",
      "",
    ].join("\r\n");
    expect(plainTextOf(mail).trim()).toBe("yes");
  });

  test("and where there is none, nothing does", () => {
    const mail =
      'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<b/>\r\n--b--\r\n';
    expect(plainTextOf(mail)).toBe("");
  });
});

test("whatever nodemailer writes is read", async () => {
  // White space at the ends of lines and control characters are a mail program's own affair.
  const line = fc.stringMatching(/^[ -~äß€漢😀]{0,90}$/u).map((text) => text.trim());
  const written = fc.record({
    subject: line,
    text: fc.array(line, { maxLength: 6 }).map((lines) => `${lines.join("\n")}\n`),
    html: fc.option(
      line.map((text) => `<p>${text}</p>`),
      { nil: undefined },
    ),
    encoding: fc.constantFrom<"base64" | "quoted-printable" | undefined>(
      "base64",
      "quoted-printable",
      undefined,
    ),
  });
  await fc.assert(
    fc.asyncProperty(written, async ({ subject, text, html, encoding }) => {
      const mail = await mailOf({
        subject,
        text,
        ...(html !== undefined && { html }),
        ...(encoding && { encoding }),
      });
      expect(subjectOf(mail)).toBe(subject.replace(/ {2,}/g, " "));
      expect(sameEnds(plainTextOf(mail)).trimEnd()).toBe(text.trimEnd());
    }),
    { numRuns: 300 },
  );
});
