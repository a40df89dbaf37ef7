import { deflateRawSync } from "node:zlib";

/** A file in an archive: its path and its content. */
export type ArchivedFile = readonly [name: string, content: string | Buffer];

/** A zip archive with a central directory, as common tools make it. */
export function zip(
  files: readonly ArchivedFile[],
  method: "deflated" | "stored" = "deflated",
): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let start = 0;
  for (const [name, content] of files) {
    const bytes = Buffer.from(content);
    const data = method === "deflated" ? deflateRawSync(bytes) : bytes;
    const path = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50);
    entry.writeUInt32LE(start, 42);
    for (const [header, at] of [
      [local, 6],
      [entry, 8],
    ] as const) {
      header.writeUInt16LE(method === "deflated" ? 8 : 0, at + 2);
      header.writeUInt32LE(data.length, at + 12);
      header.writeUInt32LE(bytes.length, at + 16);
      header.writeUInt16LE(path.length, at + 20);
    }
    parts.push(local, path, data);
    directory.push(entry, path);
    start += local.length + path.length + data.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(start, 16);
  return Buffer.concat([...parts, list, end]);
}

/** A tar archive. */
export function tar(files: readonly ArchivedFile[]): Buffer {
  const blocks = files.flatMap(([name, content]) => {
    const bytes = Buffer.from(content);
    const header = Buffer.alloc(512);
    header.write(name);
    header.write(bytes.length.toString(8).padStart(11, "0"), 124);
    header.write("0", 156);
    header.write("ustar", 257);
    return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
