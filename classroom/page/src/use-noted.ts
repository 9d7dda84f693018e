// What somebody types, kept in the address, so that a neighbour who is sent it sees the same.

import { address, note } from "./address.ts";

export function useNoted(name: string): [text: string, write: (text: string) => void] {
  return [address.value.query[name] ?? "", (text) => note({ [name]: text === "" ? null : text })];
}
