// A container's first process, below those of the programs that made the container.

import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** The first processes of our images and the mail server's. */
const isOurs = /\/(node|mailpit)$/;

export function firstProcess(maker: number): number {
  const child = childOf(maker);
  if (child === undefined) throw new Error(`process ${maker} has none below it`);
  return isOurs.test(readlinkSync(`/proc/${child}/exe`)) ? child : firstProcess(child);
}

function childOf(parent: number): number | undefined {
  const numbers = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return numbers.map(Number).find((number) => parentOf(number) === parent);
}

function parentOf(number: number): number | null {
  try {
    const facts = readFileSync(`/proc/${number}/stat`, "utf8").replace(/^.*\) \S /, "");
    return Number(facts.split(" ")[0]);
  } catch {
    return null; // it has ended
  }
}
