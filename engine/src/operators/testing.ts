// For tests: a mail server that keeps what it is sent. It speaks as much SMTP as a client needs who does not encrypt.

import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { createInterface } from "node:readline";

interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** As it was sent: headers, an empty line, the body. */
  readonly text: string;
  /** As AUTH PLAIN told it. */
  readonly login: string | null;
}

export interface MailServer {
  readonly url: string;
  readonly mails: readonly ReceivedMail[];
  readonly close: () => Promise<void>;
}

/** `refuses`: the address that this server does not take mail for. */
export async function startMailServer({ refuses = "" } = {}): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on("close", () => sockets.delete(socket)));
    const say = (line: string) => void socket.write(`${line}\r\n`);
    let mail = { from: "", to: [] as string[], lines: null as string[] | null, login: null as string | null };
    say("220 test");
    createInterface({ input: socket, crlfDelay: Infinity }).on("line", (line) => {
      const [, verb = "", address = ""] = /^(\w+)(?:.*<(.*)>)?/.exec(line) ?? [];
      if (mail.lines && line !== ".") {
        mail.lines.push(line.replace(/^\./, ""));
      } else if (mail.lines) {
        mails.push({ from: mail.from, to: mail.to, text: mail.lines.join("\n"), login: mail.login });
        mail = { ...mail, to: [], lines: null };
        say("250 kept");
      } else if (verb === "AUTH") {
        mail.login = Buffer.from(line.split(" ")[2] ?? "", "base64")
          .toString()
          .split("\0")
          .join(" ")
          .trim();
        say("235 welcome");
      } else if (verb === "EHLO") {
        say("250-test\r\n250 AUTH PLAIN");
      } else if (verb === "RCPT" && address === refuses) {
        say("550 nobody of that name");
      } else {
        if (verb === "MAIL") mail.from = address;
        if (verb === "RCPT") mail.to.push(address);
        if (verb === "DATA") mail.lines = [];
        say(verb === "DATA" ? "354 go on" : "250 ok");
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
