// What somebody types, kept in the address, so that a neighbour who is sent it sees the same.

import { address, note } from "./address.ts";

/** `usual` is what a field holds before anybody types. */
export function useNoted(name: string, usual = ""): [text: string, write: (text: string) => void] {
  return [address.value.query[name] ?? usual, (text) => note({ [name]: text === usual ? null : text })];
}
