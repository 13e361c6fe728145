import { Header, type HeaderData } from 'tar/header';
import { Pax } from 'tar/pax';
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly path: string;
  readonly bytes?: Uint8Array;
  /** What there is of the bytes, if not all. */
  readonly there?: Uint8Array;
  readonly deflate?: boolean;
  /** General purpose flags; 1 is encrypted. */
  readonly flags?: number;
  readonly method?: number;
  /** Unix mode, such as 0o120777 for a link. */
  readonly mode?: number;
  /** What the archive says of the size of the bytes. */
  readonly declaredSize?: number;
  /** The same of their checksum. */
  readonly declaredChecksum?: number;
}

export function zipOf(...entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { path, bytes = Buffer.alloc(0), deflate = false, flags = 0, mode = 0, ...entry } of entries) {
    const name = Buffer.from(path);
    const data = deflate ? deflateRawSync(entry.there ?? bytes) : Buffer.from(bytes);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags | 0x800, 2);
    common.writeUInt16LE(entry.method ?? (deflate ? 8 : 0), 4);
    common.writeUInt32LE(entry.declaredChecksum ?? crc32(bytes), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(entry.declaredSize ?? bytes.length, 18);
    common.writeUInt16LE(name.length, 22);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(mode * 2 ** 16, 6);
    rest.writeUInt32LE(offset, 10);
    central.push(Buffer.from('PK\x01\x02\x14\x03'), common, rest, name);
    const local = [Buffer.from('PK\x03\x04'), common, name, data];
    locals.push(...local);
    offset += local.reduce((sum, part) => sum + part.length, 0);
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

export interface TarEntry {
  readonly path: string;
  readonly bytes?: Uint8Array;
  readonly type?: HeaderData['type'];
  /** What an extended header says of the entry. */
  readonly pax?: HeaderData;
}

export function tarOf(...entries: readonly TarEntry[]): Buffer {
  const blocks = entries.flatMap(({ path, bytes = Buffer.alloc(0), type = 'File', pax }) => {
    const header = Buffer.alloc(512);
    new Header({ path, size: bytes.length, mode: 0o644, type, linkpath: '' }).encode(header);
    const padding = Buffer.alloc((512 - (bytes.length % 512)) % 512);
    return [...(pax ? [new Pax(pax).encode()] : []), header, bytes, padding];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
