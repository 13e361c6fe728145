import { crc32, deflateRawSync } from 'node:zlib';
import { Header } from 'tar';

export interface Entry {
  readonly path: string;
  readonly content?: Uint8Array;
  readonly type?: 'File' | 'SymbolicLink';
  readonly linkpath?: string;
}

/** A tar of these entries, whatever their paths. */
export function tarOf(...entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap(({ path, content = new Uint8Array(), type = 'File', linkpath }) => {
    const header = Buffer.alloc(512);
    new Header({
      path,
      size: content.length,
      type,
      mode: 0o644,
      ...(linkpath !== undefined && { linkpath }),
    }).encode(header, 0);
    return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/** General purpose bit 0 of a zip's entry: it is encrypted. */
export const encrypted = 1;

/** A zip of deflated entries with these flags. */
export function zipOf(flags: number, ...entries: readonly Entry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { path, content = new Uint8Array(), type = 'File', linkpath = '' } of entries) {
    const name = Buffer.from(path);
    const data = deflateRawSync(type === 'File' ? content : linkpath);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(name.length, 22);
    parts.push(Buffer.from('PK\x03\x04'), common, name, data);
    const central = Buffer.alloc(14);
    central.writeUInt16LE(type === 'File' ? 0o100644 : 0o120777, 8);
    central.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x03'), common, central, name);
    offset += 30 + name.length + data.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, list, end]);
}
