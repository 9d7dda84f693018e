// A mail server for one lesson: it takes every mail and keeps it as a readable file.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { subjectOf } from "./mail-text.ts";

export interface ReceivedMail {
  readonly to: string;
  readonly subject: string;
  /** When it came, by the clock that was given. */
  readonly at: number;
  /** The name of its file in the mailbox. */
  readonly file: string;
}

export interface Mailbox {
  /** smtp://127.0.0.1:… */
  readonly url: string;
  /** In the order in which they came; mails of one instant by their subject. */
  readonly mails: readonly ReceivedMail[];
  close(): Promise<void>;
}

export interface MailboxOptions {
  readonly folder: string;
  readonly now: () => number;
  /** A busy server refuses each mail when it comes for the first time, or always. */
  readonly refuses: "never" | "once" | "always";
}

const list = "list.json";

/** A folder that has mails already keeps them: they are part of the box. */
export async function openMailbox({ folder, now, refuses }: MailboxOptions): Promise<Mailbox> {
  const { PromptSmtpServer } = await import("./prompt-smtp-server.ts"); // it loads as long as all of the engine does
  mkdirSync(folder, { recursive: true });
  const mails = readdirSync(folder).includes(list)
    ? (JSON.parse(readFileSync(join(folder, list), "utf8")) as ReceivedMail[])
    : [];
  const seen = new Set(mails.map(nameOf));
  const inOrder = () => mails.toSorted((a, b) => a.at - b.at || (a.subject < b.subject ? -1 : 1));

  const receive = (message: string, to: string): Error | null => {
    const subject = subjectOf(message);
    if (refuses === "always" || (refuses === "once" && !seen.has(nameOf({ to, subject })))) {
      seen.add(nameOf({ to, subject }));
      return Object.assign(new Error("busy, try again later"), { responseCode: 451 });
    }
    const file = fileName(subject, mails);
    writeFileSync(join(folder, file), message);
    mails.push({ to, subject, at: now(), file });
    writeFileSync(join(folder, list), `${JSON.stringify(inOrder(), null, 2)}\n`);
    return null;
  };

  const server = new PromptSmtpServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    disableReverseLookup: true, // looking up the caller's name would ask a network
    logger: false,
    onData(stream, { envelope }, done) {
      const to = envelope.rcptTo.map(({ address }) => address).join(", ");
      // oxlint-disable-next-line promise/no-callback-in-promise -- the server takes no promise
      text(stream).then((message) => done(receive(message, to)), done);
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const address = server.server.address();
  if (address === null || typeof address === "string") throw new Error("the mail server has no port");
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    get mails() {
      return inOrder();
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function nameOf({ to, subject }: { readonly to: string; readonly subject: string }): string {
  return `${to} ${subject}`;
}

/** `stats-of-2019-01-01.eml`, with a number in it if that name is taken. */
function fileName(subject: string, mails: readonly ReceivedMail[]): string {
  const words = (subject.toLowerCase().match(/[a-z0-9]+/g) ?? ["mail"]).join("-").slice(0, 100);
  const isTaken = (name: string) => mails.some(({ file }) => file === name);
  let name = `${words}.eml`;
  for (let number = 2; isTaken(name); number++) name = `${words}-${number}.eml`;
  return name;
}
