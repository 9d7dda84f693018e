// SHA-1 in plain JavaScript: the core may have to run in a durable workflow's sandbox, which has no node:crypto.

import { sha1 as hash } from "@noble/hashes/legacy.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** As hexadecimal digits. */
export function sha1(text: string): string {
  return bytesToHex(hash(utf8ToBytes(text)));
}
