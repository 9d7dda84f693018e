// A task that sends a mail, over SMTP, to the server that SMTP_URL or the connection smtp_default names.

import { env } from "node:process";
import type { TaskContext } from "../context.ts";
import { EnvironmentError } from "../errors.ts";
import * as read from "../options.ts";
import type { Template, TemplatesIn } from "../template/check.ts";
import { Operator } from "./operator.ts";
import { readTask, type TaskOptions } from "./task-options.ts";

export interface Mail {
  /** One address, several with commas or semicolons between them, or a list. */
  readonly to: string | readonly string[];
  readonly subject: string;
  readonly html?: string;
  readonly text?: string;
  readonly from?: string | undefined;
  readonly cc?: string | readonly string[] | undefined;
  readonly bcc?: string | readonly string[] | undefined;
  /** Paths of files to attach. */
  readonly files?: readonly string[];
}

/** Also for callables that send mail themselves. Throws if the server does not accept the mail. */
export async function sendMail(mail: Mail, server: string | undefined = env["SMTP_URL"]): Promise<void> {
  if (server === undefined) {
    throw new EnvironmentError("no mail server is known; set SMTP_URL, as in SMTP_URL=smtp://127.0.0.1:1025");
  }
  const { createTransport } = await import("nodemailer");
  const transport = createTransport(server);
  try {
    await transport.sendMail({
      from: mail.from ?? "daglings@example.com",
      to: addresses(mail.to),
      subject: mail.subject,
      ...(mail.html !== undefined && { html: mail.html }),
      ...(mail.text !== undefined && { text: mail.text }),
      ...(mail.cc !== undefined && { cc: addresses(mail.cc) }),
      ...(mail.bcc !== undefined && { bcc: addresses(mail.bcc) }),
      attachments: (mail.files ?? []).map((path) => ({ path })),
    });
  } finally {
    transport.close();
  }
}

function addresses(value: string | readonly string[]): string[] {
  const list = typeof value === "string" ? value.split(/[,;]/) : value;
  return list.map((address) => address.trim()).filter((address) => address !== "");
}

export interface EmailOptions<To, Subject, Html, Files> extends TaskOptions {
  readonly to: Template<To> | readonly Template<To>[];
  readonly subject: Template<Subject>;
  /** A value ending in .html is read as the name of a file with the template. */
  readonly htmlContent: Template<Html>;
  readonly files?: TemplatesIn<Files>;
  readonly cc?: Mail["cc"];
  readonly bcc?: Mail["bcc"];
  readonly from?: Mail["from"];
}

const emailOptions = {
  to: recipients,
  subject: read.text,
  htmlContent: read.textOrEmpty,
  files: read.optional(read.listOf(read.text), []),
  cc: read.optional(read.oneOrMore(read.text)),
  bcc: read.optional(read.oneOrMore(read.text)),
  from: read.optional(read.text),
} satisfies read.ReadersOf<Omit<EmailOptions<string, string, string, []>, keyof TaskOptions>>;

type Settings = read.SettingsOf<typeof emailOptions>;
type Fields = Pick<Settings, "to" | "subject" | "htmlContent" | "files">;

export class EmailOperator<
  const To extends string,
  const Subject extends string,
  const Html extends string,
  const Files extends readonly string[] = [],
> extends Operator<Fields> {
  readonly fixed: Pick<Settings, "cc" | "bcc" | "from">;

  constructor(options: EmailOptions<To, Subject, Html, Files>) {
    const settings = readTask(options, emailOptions);
    const { to, subject, htmlContent, files, cc, bcc, from } = settings;
    super(settings, { to, subject, htmlContent, files }, { templateExtensions: [".html"] });
    this.fixed = { cc, bcc, from };
  }

  async execute({ to, subject, htmlContent, files }: Fields, { conn, log }: TaskContext): Promise<void> {
    const server = conn.get("smtp_default", undefined)?.uri;
    await sendMail({ ...this.fixed, to, subject, html: htmlContent, files }, server);
    log(`Sent "${subject}" to ${addresses(to).join(", ")}`);
  }
}

/** At least one: an empty list would send the mail to nobody. */
function recipients(value: unknown, option: string): string | readonly string[] {
  const isEmpty = Array.isArray(value) && value.length === 0;
  return read.oneOrMore(read.text)(isEmpty ? undefined : value, option);
}
