// The service classroom: passes everything that comes to a port on to another service, byte by byte. It outlives that service:
// while nothing answers there, connections are closed.

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
