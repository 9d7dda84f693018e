// An SMTP server that greets at once. The one that it is made of lets everybody wait for 100 ms, and no option changes that:
// on the internet it shows who is not a mail program. A lesson's tasks would spend most of their time in it.

import { SMTPServer } from "smtp-server";

export class PromptSmtpServer extends SMTPServer {
  override connect(...[socket, options]: Parameters<SMTPServer["connect"]>): void {
    super.connect(socket, options);
    const connection = [...this.connections].at(-1);
    if (!connection) return;
    connection.connectionReady();
    connection.connectionReady = () => {}; // called after 100 ms, when the greeting is there already
  }
}
