// A message to a chat by webhook, as lesson 15 sends it.

import type { Connection } from "@daglings/engine";

/** The secret goes into a header, not into the address, which servers write into their logs. */
export async function postToChat(chat: Connection, text: string): Promise<void> {
  const response = await fetch(`http://${chat.host}:${chat.port}/${chat.schema}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${chat.password}`, "Content-Type": "application/json" },
    body: JSON.stringify({ text }),
  });
  if (!response.ok) throw new Error(`the chat has answered ${response.status}: ${await response.text()}`);
}
