// The service classroom: hands on what comes to a port to another service, byte by byte. It outlives the other one:
// while nobody answers there, who asks is hung up on.

import { connect, createServer, type Socket } from "node:net";
import process from "node:process";
import { pipeline } from "node:stream";

const [port = "8080", host = "scheduler", hostPort = "8793"] = process.argv.slice(2);

const server = createServer({ allowHalfOpen: true }, (asking) => {
  const answering = connect({ host, port: Number(hostPort), allowHalfOpen: true });
  join(asking, answering);
  join(answering, asking);
});
server.listen(Number(port), () => process.stdout.write(`Port ${port} leads to ${host}:${hostPort}\n`));
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit());

/** Either end may break off: that is the end of both. */
function join(from: Socket, to: Socket): void {
  pipeline(from, to, (error) => {
    if (error) from.destroy();
  });
}
