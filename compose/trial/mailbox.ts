// In place of Mailpit, where that cannot be built: the mailbox of the lessons, at Mailpit's ports, with as much of its
// API as the trial asks for.

import { createServer } from "node:http";
import { connect, createServer as createPort } from "node:net";
import { argv, env } from "node:process";
import { openMailbox } from "@daglings/stage";

if (argv[2] === "readyz") {
  await fetch("http://127.0.0.1:8025/readyz");
} else {
  // oxlint-disable-next-line eslint/no-restricted-properties -- a mail server uses real time
  const now = () => Temporal.Now.instant().epochMilliseconds;
  const folder = `${env["HOME"] ?? "/tmp"}/mails`;
  const mailbox = await openMailbox({ folder, now, refuses: "never" });
  const port = Number(new URL(mailbox.url).port);
  createPort((asking) => {
    const answering = connect(port, "127.0.0.1");
    asking.pipe(answering).pipe(asking);
  }).listen(1025);
  createServer((_request, response) => {
    const messages = mailbox.mails.map(({ to, subject }) => ({ To: [{ Address: to }], Subject: subject }));
    response.end(JSON.stringify({ messages }));
  }).listen(8025);
}
