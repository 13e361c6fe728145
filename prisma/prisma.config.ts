import { defineConfig } from 'prisma/config';

/** For the Prisma CLI (`npm run prisma -- ...`); paths start from this folder. */
export default defineConfig({
  schema: 'schema.prisma',
  migrations: { path: 'migrations' },
  // Commands that need no database, such as `generate`, work without.
  datasource: { url: process.env['DATABASE_URL'] ?? '' },
});
