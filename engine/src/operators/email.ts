// A task that sends a mail, over SMTP to the server that SMTP_URL or the connection smtp_default names.

import { env } from "node:process";
import { withPlace } from "@daglings/words";
import type { TaskContext } from "../context.ts";
import { EnvironmentError } from "../errors.ts";
import { checkText } from "../options.ts";
import type { Template, TemplatesIn } from "../template/check.ts";
import { Operator, type TaskOptions } from "./operator.ts";

export interface Mail {
  /** One address, several with commas or semicolons between them, or a list. */
  readonly to: string | readonly string[];
  readonly subject: string;
  readonly html?: string;
  readonly text?: string;
  readonly from?: string;
  readonly cc?: string | readonly string[];
  readonly bcc?: string | readonly string[];
  /** Paths of files to attach. */
  readonly files?: readonly string[];
}

/** Also for callables that send mail themselves. Throws when the server does not take the mail. */
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
  /** Ends it in .html, it names a file that holds the template. */
  readonly htmlContent: Template<Html>;
  readonly files?: TemplatesIn<Files>;
  readonly cc?: Mail["cc"];
  readonly bcc?: Mail["bcc"];
  readonly from?: string;
}

interface Fields {
  readonly to: string | readonly string[];
  readonly subject: string;
  readonly htmlContent: string;
  readonly files: readonly string[];
}

export class EmailOperator<
  const To extends string,
  const Subject extends string,
  const Html extends string,
  const Files extends readonly string[] = [],
> extends Operator<Fields> {
  readonly #fixed: Pick<Mail, "cc" | "bcc" | "from">;

  constructor(options: EmailOptions<To, Subject, Html, Files>) {
    const { to, subject, htmlContent, files = [], cc, bcc, from } = options;
    super(
      options,
      { to, subject, htmlContent, files },
      {
        options: ["to", "subject", "htmlContent", "files", "cc", "bcc", "from"],
        templateExtensions: [".html"],
      },
    );
    withPlace(this.place, () => {
      checkText(Array.isArray(to) ? to[0] : to, "to");
      checkText(subject, "subject");
      if (htmlContent !== "") checkText(htmlContent, "htmlContent"); // it may well be empty
    });
    this.#fixed = {
      ...(cc !== undefined && { cc }),
      ...(bcc !== undefined && { bcc }),
      ...(from !== undefined && { from }),
    };
  }

  async execute({ to, subject, htmlContent, files }: Fields, { conn, log }: TaskContext): Promise<void> {
    const server = conn.get("smtp_default", undefined)?.uri;
    await sendMail({ ...this.#fixed, to, subject, html: htmlContent, files }, server);
    log(`Sent "${subject}" to ${addresses(to).join(", ")}`);
  }
}
