// How a program on this machine reaches a server.

/** A server that listens on all addresses also listens on the one that every machine has. */
export function urlOf(address: string, port: number): string {
  const own = address === "0.0.0.0" || address === "::" ? "127.0.0.1" : address;
  return `http://${own.includes(":") ? `[${own}]` : own}:${port}`;
}
