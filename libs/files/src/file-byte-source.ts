import { type FileHandle, open } from 'node:fs/promises';
import { type ByteSource } from '@sigcat/formats';

/** A file on disk. Its size is the one at opening: what is appended later is not seen. */
export class FileByteSource implements ByteSource {
  private constructor(
    private readonly file: FileHandle,
    readonly size: number,
  ) {}

  /** @throws Error with the operating system's code, such as ENOENT. */
  static async open(path: string): Promise<FileByteSource> {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      return new FileByteSource(file, size);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const wanted = Math.max(0, Math.min(length, this.size - offset));
    const bytes = Buffer.allocUnsafe(wanted);
    let filled = 0;
    while (filled < wanted) {
      const { bytesRead } = await this.file.read(bytes, filled, wanted - filled, offset + filled);
      if (bytesRead === 0) break; // The file was cut short after it was opened.
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  }

  close(): Promise<void> {
    return this.file.close();
  }
}
