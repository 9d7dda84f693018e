// Work that tells Temporal every second that it goes on: if its worker dies, another one soon takes over.

import { heartbeat } from "@temporalio/activity";

const beat = 1000;

export async function whileBeating<T>(work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => heartbeat(), beat);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
