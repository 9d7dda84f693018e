// Reads a zip that a stranger has packed, by its list of files and without unpacking it. If it has a name that leads out
// of it, two files in one place, or a file that is larger than it says, nothing of it is taken.

import { crc32, inflateRawSync } from "node:zlib";
import { UsageError } from "@daglings/engine";
import { isHidden, type Bytes, type FileTree } from "./file-tree.ts";

interface Packed {
  readonly path: string;
  readonly isFile: boolean;
  readonly isLocked: boolean;
  /** 0: as it is, 8: deflated. */
  readonly method: number;
  readonly checksum: number;
  readonly packedSize: number;
  readonly size: number;
  /** Where its own header begins. */
  readonly at: number;
}

/** The most that one of its files may unpack to, whatever it says: a bomb must not fill the memory. */
const largest = 50_000_000;
/** A list of 65,535 files, the most that a plain zip can have, is shorter. */
const longestList = 30_000_000;
/** No file system takes a longer one. */
const longestName = 255;

export function openZip(zip: Bytes): FileTree {
  const entries = listOf(zip);
  expectOnePlace(entries);
  const seen = entries.filter(({ path }) => !path.split("/").some(isHidden));
  const files = new Map(seen.filter(({ isFile }) => isFile).map((entry) => [entry.path, entry]));
  const find = (path: string) => {
    const entry = files.get(path);
    if (entry) return entry;
    throw new Error(`${path} is not in the zip`);
  };
  return {
    paths: [...files.keys()].toSorted(),
    links: seen.filter(({ isFile }) => !isFile).map(({ path }) => path),
    sizeOf: (path) => find(path).size,
    read: (path) => unpack(zip, find(path)),
  };
}

const endLength = 22;
const longestComment = 0xffff;
const signatures = { end: 0x06054b50, entry: 0x02014b50, file: 0x04034b50 } as const;

/** The list is at the end, followed by a comment: GitHub writes the commit's hash there. */
function listOf(zip: Bytes): Packed[] {
  const tail = zip.read(...lastBytes(zip, endLength + longestComment));
  const end = view(tail);
  let at = tail.length - endLength;
  while (at >= 0 && !isEnd(end, at)) at--;
  if (at < 0) throw new UsageError("it is not a zip, or only a part of one: its list of files is missing");
  const [count, length, start] = [
    end.getUint16(at + 10, true),
    end.getUint32(at + 12, true),
    end.getUint32(at + 16, true),
  ];
  if (count === 0xffff || start === 0xffffffff) {
    throw new UsageError("it has more than a plain zip can hold; pack the folder work/ alone");
  }
  if (length > longestList)
    throw new UsageError("its list of files is too long; pack the folder work/ alone");
  return readList(zip.read(start, length), count);
}

function lastBytes({ size }: Bytes, length: number): [at: number, length: number] {
  return [Math.max(0, size - length), Math.min(size, length)];
}

function isEnd(bytes: DataView, at: number): boolean {
  return (
    bytes.getUint32(at, true) === signatures.end &&
    at + endLength + bytes.getUint16(at + 20, true) === bytes.byteLength
  );
}

function readList(list: Uint8Array, count: number): Packed[] {
  const bytes = view(list);
  const entries: Packed[] = [];
  let at = 0;
  for (let number = 0; number < count; number++) {
    if (at + 46 > list.length || bytes.getUint32(at, true) !== signatures.entry)
      throw damaged("its list of files");
    const behindName = at + 46 + bytes.getUint16(at + 28, true);
    const name = textOf(list.subarray(at + 46, behindName));
    const type = (bytes.getUint32(at + 38, true) >>> 16) & 0o170000; // as Unix has it; others leave it out
    const entry = {
      path: plainPath(name),
      isFile: type === 0 || type === 0o100000,
      isLocked: (bytes.getUint16(at + 8, true) & 1) === 1,
      method: bytes.getUint16(at + 10, true),
      checksum: bytes.getUint32(at + 16, true),
      packedSize: bytes.getUint32(at + 20, true),
      size: bytes.getUint32(at + 24, true),
      at: bytes.getUint32(at + 42, true),
    };
    if (!name.endsWith("/")) entries.push(entry);
    at = behindName + bytes.getUint16(at + 30, true) + bytes.getUint16(at + 32, true);
  }
  return entries;
}

/** Old programs write backslashes, and names in letters of their own time: these are only shown. */
function textOf(name: Uint8Array): string {
  const utf8 = new TextDecoder().decode(name);
  return (utf8.includes("\ufffd") ? Buffer.from(name).toString("latin1") : utf8).replaceAll("\\", "/");
}

function plainPath(name: string): string {
  const parts = name.split("/").filter((part) => part !== "" && part !== ".");
  if (/^\/|^[a-z]:|\0/i.test(name) || parts.includes("..")) {
    throw new UsageError(`it has ${JSON.stringify(name)}, which leads out of it; pack it again`);
  }
  if (Buffer.byteLength(name) <= longestName) return parts.join("/");
  throw new UsageError(`it has a file whose name is too long: ${name.slice(0, 40)}…`);
}

/** Otherwise the contents would depend on the program that reads them. */
function expectOnePlace(entries: readonly Packed[]): void {
  // With a slash at its end, a folder's contents come right after it.
  const paths = entries.map(({ path }) => `${path}/`).toSorted();
  for (const [index, path] of paths.entries()) {
    const next = paths[index + 1];
    if (!next?.startsWith(path)) continue;
    const where = path.slice(0, -1);
    throw new UsageError(
      `it has ${where} ${next === path ? "twice" : "as a file and as a folder"}; pack it again`,
    );
  }
}

function unpack(zip: Bytes, { path, isLocked, method, checksum, packedSize, size, at }: Packed): Uint8Array {
  if (isLocked) throw new UsageError(`${path} in it is locked with a password; pack it without one`);
  if (size > largest || packedSize > largest) throw new UsageError(`${path} in it is too large`);
  const header = view(zip.read(at, 30));
  if (header.byteLength < 30 || header.getUint32(0, true) !== signatures.file) throw damaged(`${path} in it`);
  // The header's own name and notes may have other lengths than those in the list.
  const start = at + 30 + header.getUint16(26, true) + header.getUint16(28, true);
  const packed = zip.read(start, packedSize);
  const content = method === 0 ? packed : inflate(packed, { path, method, size });
  if (content.length !== size || crc32(content) !== checksum) throw damaged(`${path} in it`);
  return content;
}

function inflate(
  packed: Uint8Array,
  { path, method, size }: Pick<Packed, "path" | "method" | "size">,
): Uint8Array {
  if (method !== 8) {
    throw new UsageError(
      `${path} in it is packed in a way that cannot be read (${method}); pack it as a plain zip`,
    );
  }
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ERR_BUFFER_TOO_LARGE") {
      throw new UsageError(`${path} in it is larger than it says`, { cause: error });
    }
    throw damaged(`${path} in it`, error);
  }
}

function damaged(what: string, cause?: unknown): UsageError {
  return new UsageError(`${what} is damaged; pack it again`, { cause });
}

function view({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
