import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The models of test/fixtures. */
export const fraud = (version: 1 | 2 | 3): string =>
  join(__dirname, `../../../../test/fixtures/models/fraud/${version}`);

/** A folder of a spec, removed by `remove`. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'sigcat-cli-'));

  write(name: string, content: string, mode = 0o644): string {
    const path = join(this.path, name);
    writeFileSync(path, content, { mode });
    return path;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** Clears the line, colours, hides, orders from right to left, and breaks lines; in text format. */
const hostile = String.raw`\033[2K\033[31m\302\233H\342\200\256\342\200\250\n`;

/** A model whose every name would do something to a terminal. */
export function hostileModel(inputName = 'x'): string {
  return `
meta_graphs {
  meta_info_def { tags: "serve" tags: "t${hostile}" tensorflow_version: "2${hostile}" }
  signature_def {
    key: "key${hostile}"
    value {
      inputs {
        key: "${inputName}${hostile}"
        value {
          name: "x:0" dtype: DT_STRING
          tensor_shape { dim { size: -1 } }
        }
      }
      outputs { key: "y${hostile}" value { name: "y:0" dtype: DT_FLOAT tensor_shape { } } }
      method_name: "method${hostile}"
      defaults {
        key: "${inputName}${hostile}"
        value { dtype: DT_STRING tensor_shape { dim { size: 1 } } string_val: "default${hostile}" }
      }
    }
  }
}`;
}

/** All that a terminal could take for something else than text. */
export const controls = /(?!\n)[\p{C}\p{Zl}\p{Zp}]/u;
