// Where you begin: the script asks for the events, and so far it only counts them.

import { env, stdout } from "node:process";

const response = await fetch(`${env["EVENTS_API"]}/events`);
const events = (await response.json()) as readonly unknown[];
stdout.write(`${events.length} events\n`);
