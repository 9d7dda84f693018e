import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sendMail, type Mail } from "@daglings/engine";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { openMailbox } from "./mailbox.ts";
import { plainTextOf, subjectOf } from "./mail-text.ts";

type Written = Omit<Mail, "to">;

const folder = realpathSync(mkdtempSync(join(tmpdir(), "daglings-mails-")));
const mailbox = await openMailbox({ folder, now: () => 0, refuses: "never" });
afterAll(async () => {
  await mailbox.close();
  rmSync(folder, { recursive: true });
});

let number = 0;

/** A mail as nodemailer has sent it. */
async function mailOf(written: Written): Promise<string> {
  const to = `user-${number++}@example.com`;
  await sendMail({ to, ...written }, mailbox.url);
  const { file = "" } = mailbox.mails.find((mail) => mail.to === to) ?? {};
  return readFileSync(join(folder, file), "utf8");
}

/** Line ends are not kept by mails, nor is white space at the end of a subject. */
const sameEnds = (text: string) => text.replace(/\r\n|\r/g, "\n");

test.each([
  ["Stats of 2019-01-01"],
  ["Statistik für Zoë: 1 €"],
  ["統計 2019-01-01 ".repeat(9).trim()],
  ["a".repeat(200)],
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
    ["beside a file", { files: [join(import.meta.dirname, "mailbox.ts")] }],
    ["beside both", { html: "<b>Zoë</b>", files: [join(import.meta.dirname, "mailbox.ts")] }],
  ])("%s", async (_, how) => {
    expect(sameEnds(plainTextOf(await mailOf({ subject: "s", text, ...how })))).toBe(text);
  });

  test("with lines that are longer than a mail's", async () => {
    const long = `${"word ".repeat(300)}\n${"x".repeat(2000)}\n`;
    expect(sameEnds(plainTextOf(await mailOf({ subject: "s", text: long })))).toBe(long);
  });

  const part = (type: string, body: string, encoding = "7bit") =>
    `Content-Type: ${type}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}\r\n`;
  const parts = (kind: string, boundary: string, ...all: string[]) =>
    `Content-Type: multipart/${kind};\r\n\tboundary=${boundary}\r\n\r\n` +
    `${all.map((each) => `--${boundary}\r\n${each}`).join("")}--${boundary}--\r\n`;

  test.each([
    ["of base64", part("text/plain", "R3LDvMOf\r\nZSE=", "base64"), "Grüße!"],
    ["of quoted letters", part("text/plain", "Gr=C3=BC=\r\n=c3=9fe!", "Quoted-Printable"), "Grüße!"],
    ["of letters as they are", part("text/plain", "Grüße!", "8bit"), "Grüße!"],
    [
      "of parts within parts",
      parts(
        "mixed",
        "outer",
        parts("alternative", "inner", part("text/html", "<b>no</b>"), part("text/plain", "yes")),
      ),
      "yes",
    ],
    ["without plain text", parts("mixed", "only", part("text/html", "<b>no</b>")), ""],
    ["without anything", "Subject: s\r\n\r\n", ""],
  ])("out of a mail %s", (_, mail, expected) => {
    expect(plainTextOf(mail).trim()).toBe(expected);
  });
});

test("whatever nodemailer writes is read", async () => {
  // White space at the ends of lines is a mail program's own affair.
  const line = fc.stringMatching(/^[ -~äß€漢😀]{0,90}$/u).map((text) => text.trim());
  const written = fc.record(
    {
      subject: line,
      text: fc.array(line, { maxLength: 6 }).map((lines) => `${lines.join("\n")}\n`),
      html: line.map((text) => `<p>${text}</p>`),
    },
    { requiredKeys: ["subject", "text"] },
  );
  // Several at once, for the server lets everybody wait for a moment.
  const many = fc.array(written, { minLength: 30, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(many, async (mails) => {
      const messages = await Promise.all(mails.map(mailOf));
      expect(messages.map(subjectOf)).toEqual(mails.map(({ subject }) => subject.replace(/ {2,}/g, " ")));
      const texts = messages.map((message) => sameEnds(plainTextOf(message)).trimEnd());
      expect(texts).toEqual(mails.map(({ text }) => text.trimEnd()));
    }),
    { numRuns: 8, endOnFailure: true },
  );
}, 30_000);
