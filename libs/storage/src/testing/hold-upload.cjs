/**
 * A process with an upload under way in the spool of its first argument, for a spec to kill. Node cannot read
 * TypeScript, so swc is put in between; run it with `--conditions=@sigcat/source`.
 */
const { readFileSync } = require('node:fs');
const { Readable } = require('node:stream');
const { setTimeout } = require('node:timers/promises');
const { transformSync } = require('@swc/core');

require.extensions['.ts'] = (module, filename) => {
  const options = {
    filename,
    module: { type: 'commonjs' },
    jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
  };
  module._compile(transformSync(readFileSync(filename, 'utf8'), options).code, filename);
};

const { Spool } = require('../artifacts/spool.ts');

async function* slowly() {
  yield Buffer.from('x');
  console.log('under way');
  await setTimeout(60_000);
}

Spool.open(process.argv[2], { maxArtifactBytes: 100, maxInlineBytes: 0 }).then((spool) =>
  // Nothing is read ahead: who asks for more has written what came.
  spool.receive(Readable.from(slowly(), { highWaterMark: 0 })),
);
