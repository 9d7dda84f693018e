import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sendMail } from "@daglings/engine";
import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../../kit/src/testing.ts";
import { openMailbox, type Mailbox, type MailboxOptions } from "./mailbox.ts";

async function openForTest(
  own: Partial<MailboxOptions> = {},
): Promise<Mailbox & { readonly folder: string }> {
  const folder = own.folder ?? temporaryFolder();
  let now = 1000;
  const mailbox = await openMailbox({ now: () => now++, refuses: "never", ...own, folder });
  onTestFinished(() => mailbox.close());
  return Object.assign(Object.create(mailbox) as Mailbox, { folder });
}

const send = ({ url }: Mailbox, subject: string, to = "user@example.com") =>
  sendMail({ to, subject, text: "one\ntwo\n" }, url);

test("a mail is kept as a file that one can read, and listed", async () => {
  const mailbox = await openForTest();
  await send(mailbox, "Stats of 2019-01-01");
  const mail = {
    to: "user@example.com",
    subject: "Stats of 2019-01-01",
    at: 1000,
    file: "stats-of-2019-01-01.eml",
  };
  expect(mailbox.mails).toEqual([mail]);
  expect(readdirSync(mailbox.folder).toSorted()).toEqual(["list.json", mail.file]);
  expect(JSON.parse(readFileSync(join(mailbox.folder, "list.json"), "utf8"))).toEqual([mail]);
  const text = readFileSync(join(mailbox.folder, mail.file), "utf8");
  expect(text).toMatch(/^Subject: Stats of 2019-01-01\r?$/m);
  expect(text).toMatch(/^one\r?\ntwo\r?$/m);
});

test("mails with the same name have files of their own, and a strange name does not become a path", async () => {
  const mailbox = await openForTest();
  for (const subject of ["Stats", "Stats", "stats", "../../etc/passwd", "統計", "統計"])
    await send(mailbox, subject);
  const files = mailbox.mails.map(({ file }) => file);
  expect(new Set(files).size).toBe(6);
  expect(readdirSync(mailbox.folder).toSorted()).toEqual([...files, "list.json"].toSorted());
  expect(files).toContain("etc-passwd.eml");
});

test("mails of one instant stand in the order of their subjects, and of two instants in that of time", async () => {
  const times = [2000, 1000, 1000];
  const mailbox = await openForTest({ now: () => times.shift() ?? 0 });
  for (const subject of ["a", "c", "b"]) await send(mailbox, subject);
  expect(mailbox.mails.map(({ subject }) => subject)).toEqual(["b", "c", "a"]);
});

test("one to several people is one mail", async () => {
  const mailbox = await openForTest();
  await send(mailbox, "Stats", "a@example.com, b@example.com");
  expect(mailbox.mails.map(({ to }) => to)).toEqual(["a@example.com, b@example.com"]);
});

test("a busy server turns each mail away once, and keeps nothing of it", async () => {
  const mailbox = await openForTest({ refuses: "once" });
  await expect(send(mailbox, "one")).rejects.toThrow("451 busy, try again later");
  expect(readdirSync(mailbox.folder)).toEqual([]);
  await expect(send(mailbox, "two")).rejects.toThrow("451");
  await expect(send(mailbox, "one", "other@example.com")).rejects.toThrow("451");
  await send(mailbox, "one");
  await send(mailbox, "two");
  await send(mailbox, "two");
  expect(mailbox.mails.map(({ subject }) => subject)).toEqual(["one", "two", "two"]);
});

test("a box that has mails already keeps them, and is not busy for them again", async () => {
  const first = await openForTest();
  await send(first, "one");
  await first.close();
  const second = await openForTest({ folder: first.folder, refuses: "once", now: () => 5000 });
  expect(second.mails.map(({ subject }) => subject)).toEqual(["one"]);
  await send(second, "one");
  expect(second.mails.map(({ file }) => file)).toEqual(["one.eml", "one-2.eml"]);
});
