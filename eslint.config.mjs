import nx from '@nx/eslint-plugin';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** What each project may import; a project that is not here may import nothing. */
const imports = {
  problems: [],
  core: [],
  proto: [],
  compat: ['core'],
  'serving-model': ['core'],
  proof: ['core', 'compat', 'serving-model'],
  search: ['compat', 'core'],
  consumers: ['compat', 'core', 'search'],
  alerts: [],
  formats: ['core', 'problems', 'proto'],
  files: ['core', 'formats', 'problems'],
  contracts: ['alerts', 'core', 'compat', 'problems'],
  client: ['contracts', 'problems'],
  'schema-engine': [],
  'embedded-postgres': [],
  storage: [
    'alerts',
    'core',
    'compat',
    'consumers',
    'files',
    'formats',
    'problems',
    'schema-engine',
    'search',
    'test-database',
  ],
  service: ['alerts', 'contracts', 'core', 'files', 'formats', 'problems', 'proof', 'storage'],
  'test-database': ['embedded-postgres', 'schema-engine'],
  'upload-api': [
    'contracts',
    'core',
    'compat',
    'files',
    'formats',
    'problems',
    'proof',
    'service',
    'storage',
    'test-database',
  ],
  'compat-checker': [
    'alerts',
    'contracts',
    'core',
    'compat',
    'consumers',
    'problems',
    'proof',
    'search',
    'service',
    'storage',
  ],
  'query-api': ['search', 'contracts', 'core', 'files', 'formats', 'problems', 'proto', 'service', 'storage'],
  sigcat: ['embedded-postgres', 'service', 'storage', 'upload-api', 'compat-checker', 'query-api'],
  cli: ['client', 'compat', 'contracts', 'core', 'files', 'formats', 'problems', 'proof'],
  test: ['*'],
};

/** Libraries that must run anywhere: in a service, in the CLI, in a browser. */
const pure = [
  'problems',
  'core',
  'proto',
  'compat',
  'serving-model',
  'proof',
  'search',
  'consumers',
  'alerts',
  'formats',
];
const frameworks = ['@nestjs/*', 'fastify', 'pg', '@prisma/*', 'zod', 'commander', 'node:fs', 'node:http'];

export default defineConfig(
  { ignores: ['**/dist', '**/generated', '**/*.cjs', '**/*.mjs', '**/bin', 'node_modules'] },
  tseslint.configs.strictTypeChecked,
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { '@nx': nx },
    rules: {
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // Nest declares its bags of options as classes.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: true,
          banTransitiveDependencies: false,
          allow: [],
          depConstraints: Object.entries(imports).map(([project, allowed]) => ({
            sourceTag: `project:${project}`,
            onlyDependOnLibsWithTags: allowed.map((name) => (name === '*' ? '*' : `project:${name}`)),
            ...(pure.includes(project) && { bannedExternalImports: frameworks }),
          })),
        },
      ],
    },
  },
);
