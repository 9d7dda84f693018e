// Real mail, over SMTP, to a server in the same process.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { displayPath } from "@daglings/words";
import { DAG } from "../dag.ts";
import { memoryStore } from "../store/memory.ts";
import { refusalOf } from "@daglings/words/testing";
import { attempt, byHand, failureOf, ownerOf } from "../testing.ts";
import { EmailOperator, sendMail, type Mail } from "./email.ts";
import { startMailServer, type MailServer } from "./testing.ts";

const here = `${displayPath(import.meta.filename)}: task "send"`;

let server: MailServer;
beforeEach(async () => {
  server = await startMailServer({ refuses: "nobody@example.com" });
  vi.stubEnv("SMTP_URL", server.url);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

const email = (options: Partial<Mail> & { htmlContent?: string } = {}) =>
  new EmailOperator({
    dag: new DAG(byHand),
    taskId: "send",
    subject: "Statistics of {{ds}}",
    htmlContent: "<p>{{ds}}</p>",
    ...options,
    to: options.to ?? "ann@example.com",
  });

const header = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(server.mails[0]?.text ?? "")?.[1];

describe("a mail", () => {
  test("is sent with its templates rendered", async () => {
    const { outcome, xcoms, lines } = await attempt(email({ to: "{{ task.task_id }}@example.com" }));
    expect(outcome).toEqual({ type: "success" });
    expect(xcoms).toEqual({});
    expect(lines).toEqual(['Sent "Statistics of 2019-01-01" to send@example.com']);
    expect(server.mails).toMatchObject([
      { from: "daglings@example.com", to: ["send@example.com"], login: null },
    ]);
    expect(header("Subject")).toBe("Statistics of 2019-01-01");
    expect(header("Content-Type")).toMatch(/^text\/html/);
    expect(server.mails[0]?.text).toContain("<p>2019-01-01</p>");
  });

  test.each([
    ["ann@example.com, bob@example.com"],
    ["ann@example.com;bob@example.com;"],
    [["ann@example.com", " bob@example.com "]],
  ])("goes to all of %j", async (to) => {
    await attempt(email({ to }));
    expect(server.mails[0]?.to).toEqual(["ann@example.com", "bob@example.com"]);
    expect(header("To")).toBe("ann@example.com, bob@example.com");
  });

  test("may have copies, blind ones too, and another sender", async () => {
    await attempt(email({ cc: "cc@example.com", bcc: ["bcc@example.com"], from: "me@example.com" }));
    expect(server.mails).toMatchObject([
      { from: "me@example.com", to: ["ann@example.com", "cc@example.com", "bcc@example.com"] },
    ]);
    expect(header("Cc")).toBe("cc@example.com");
    expect(server.mails[0]?.text).not.toContain("bcc@example.com");
  });

  test("may have files, named by templates", async () => {
    const folder = mkdtempSync(join(tmpdir(), "daglings-mail-"));
    try {
      writeFileSync(join(folder, "2019-01-01.csv"), "date,count\n");
      await attempt(email({ files: [join(folder, "{{ds}}.csv")] }));
    } finally {
      rmSync(folder, { recursive: true });
    }
    expect(server.mails[0]?.text).toContain("filename=2019-01-01.csv");
    expect(server.mails[0]?.text).toContain(Buffer.from("date,count\n").toString("base64"));
  });

  test("may have its text in a file beside the DAG", async () => {
    // Elsewhere: others may look at the course's own folders meanwhile.
    const elsewhere = mkdtempSync(join(tmpdir(), "daglings-email-"));
    onTestFinished(() => rmSync(elsewhere, { recursive: true }));
    writeFileSync(join(elsewhere, "content.html"), "<h1>{{ ds_nodash }}</h1>");
    const task = email({ htmlContent: "content.html" });
    Object.defineProperty(ownerOf(task), "file", { value: join(elsewhere, "dag.ts") });
    await attempt(task);
    expect(server.mails[0]?.text).toContain("<h1>20190101</h1>");
  });

  test("can be sent by a callable as well", async () => {
    await sendMail({ to: "ann@example.com", subject: "hello", text: "how are you" });
    await sendMail({ to: "bob@example.com", subject: "hello" }, server.url);
    expect(server.mails.map(({ to }) => to)).toEqual([["ann@example.com"], ["bob@example.com"]]);
    expect(server.mails[0]?.text).toContain("how are you");
  });

  test("is one more at each attempt", async () => {
    const task = email();
    await attempt(task);
    await attempt(task, { order: { tryNumber: 2 } });
    expect(server.mails).toHaveLength(2);
  });
});

describe("the mail server", () => {
  test("of the connection smtp_default comes before that of the environment", async () => {
    const other = await startMailServer();
    const store = memoryStore();
    const value = other.url.replace("//", "//ann:p%40ss@");
    store.saveSetting({ kind: "connection", name: "smtp_default", value, secret: true });
    const { outcome, lines } = await attempt(email(), { store });
    await other.close();
    expect(outcome.type).toBe("success");
    expect(lines.join()).not.toContain("p@ss");
    expect(server.mails).toEqual([]);
    expect(other.mails).toMatchObject([{ to: ["ann@example.com"], login: "ann p@ss" }]);
  });

  test("that is not known is an error that says how to name it", async () => {
    vi.stubEnv("SMTP_URL", undefined);
    expect(await failureOf(email())).toBe(
      "no mail server is known; set SMTP_URL, as in SMTP_URL=smtp://127.0.0.1:1025",
    );
  });

  test("that is not there fails the task", async () => {
    vi.stubEnv("SMTP_URL", "smtp://127.0.0.1:1");
    const { outcome, lines } = await attempt(email());
    expect(outcome).toMatchObject({ type: "failed", mayRetry: true });
    expect(lines.join()).toContain("ECONNREFUSED 127.0.0.1:1");
  });

  test("that does not take the mail fails the task", async () => {
    expect(await failureOf(email({ to: "nobody@example.com" }))).toContain("550 nobody of that name");
    expect(server.mails).toEqual([]);
  });
});

describe("refused is", () => {
  test.each([
    [{ to: "" }, 'to is ""; it must be a text'],
    [{ to: [] }, "to is missing; it must be a text"],
    [{ subject: undefined }, "subject is missing; it must be a text"],
    [{ htmlContent: undefined }, "htmlContent is missing; it must be a text"],
    [{ html_content: "" }, 'option "html_content" is called "htmlContent" here; write htmlContent: …'],
  ])("%j", (options, message) => {
    expect(refusalOf(() => email(options as object))).toBe(`UsageError: ${here}: ${message}`);
  });
});
