import { chmodSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder of a spec, removed by `remove`. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'sigcat-files-'));

  /** Writes a file and gives its path. */
  write(name: string, content: string | Uint8Array, { mode = 0o644, mtime = new Date() } = {}): string {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    chmodSync(path, mode);
    utimesSync(path, mtime, mtime);
    return path;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
