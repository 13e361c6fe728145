/**
 * A process that starts PostgreSQL with the options in its first argument (JSON), prints what it got and
 * stays, so that a spec can kill it; SIGTERM stops both. Node cannot read TypeScript, so swc is put in between.
 */
const { readFileSync } = require('node:fs');
const { transformSync } = require('@swc/core');

require.extensions['.ts'] = (module, filename) => {
  const options = {
    filename,
    module: { type: 'commonjs' },
    jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
  };
  module._compile(transformSync(readFileSync(filename, 'utf8'), options).code, filename);
};

const { startEmbeddedPostgres } = require('../start-embedded-postgres.ts');

startEmbeddedPostgres(JSON.parse(process.argv[2])).then(
  (started) => {
    process.once('SIGTERM', () => started.stop());
    console.log(JSON.stringify(started));
  },
  (error) => console.log(JSON.stringify({ error: error.message })),
);
