// For tests: makes a zip, even one that no honest program would make.

import { crc32, deflateRawSync } from "node:zlib";

export interface ToPack {
  readonly path: string;
  readonly content?: string | Uint8Array;
  /** As Unix has it; 0o120777 is a link. */
  readonly mode?: number;
  /** 0: as it is, 8: deflated. */
  readonly method?: number;
  readonly flags?: number;
  /** What it says about itself, if that is not the truth. */
  readonly size?: number;
  readonly checksum?: number;
}

export function packZip(files: readonly ToPack[], comment = ""): Buffer {
  const [parts, list]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const { path, content = "", mode = 0o100644, method = 8, flags = 0, ...said } of files) {
    const [name, whole] = [Buffer.from(path), Buffer.from(content)];
    const packed = method === 8 ? deflateRawSync(whole) : whole;
    const numbers = Buffer.alloc(26);
    numbers.writeUInt16LE(20, 0);
    numbers.writeUInt16LE(flags, 2);
    numbers.writeUInt16LE(method, 4);
    numbers.writeUInt32LE(said.checksum ?? crc32(whole), 10);
    numbers.writeUInt32LE(packed.length, 14);
    numbers.writeUInt32LE(said.size ?? whole.length, 18);
    numbers.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(mode * 2 ** 16, 6);
    place.writeUInt32LE(at, 10);
    const part = Buffer.concat([Buffer.from("PK\u0003\u0004"), numbers, name, packed]);
    list.push(Buffer.concat([Buffer.from("PK\u0001\u0002\u0014\u0003"), numbers, place, name]));
    parts.push(part);
    at += part.length;
  }
  const end = Buffer.alloc(18);
  for (const offset of [4, 6]) end.writeUInt16LE(files.length, offset);
  end.writeUInt32LE(Buffer.concat(list).length, 8);
  end.writeUInt32LE(at, 12);
  end.writeUInt16LE(comment.length, 16);
  return Buffer.concat([...parts, ...list, Buffer.from("PK\u0005\u0006"), end, Buffer.from(comment)]);
}
