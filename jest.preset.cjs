const { join } = require('node:path');

/**
 * The one Jest configuration. A project gives its name; with `database: true` its specs run beside a
 * real PostgreSQL, whose migrated template each suite clones (see libs/test-database).
 */
module.exports = ({ name, database = false, roots = ['<rootDir>/src'] }) => ({
  displayName: name,
  testEnvironment: 'node',
  passWithNoTests: true,
  // A test that hangs ends; one that is slow does not fail: machines are shared.
  testTimeout: 30_000,
  roots,
  testMatch: ['**/*.spec.ts'],
  // Take libraries from their TypeScript source rather than from dist/.
  testEnvironmentOptions: { customExportConditions: ['@sigcat/source', 'node', 'require', 'default'] },
  transform: {
    '^.+\\.ts$': [
      require.resolve('@swc/jest'),
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  ...(database && {
    globalSetup: join(__dirname, 'libs/test-database/src/start.ts'),
    globalTeardown: join(__dirname, 'libs/test-database/src/stop.ts'),
  }),
});
