/** Prisma's schema engine in this process, as WebAssembly: no native binary to download. */
export { applyJobSchema } from './job-schema';
export { applyMigrations, migrationLockKey, type MigrateOptions } from './apply-migrations';
export { migrate } from './migrate';
export { MigrationError } from './migration-error';
export { schemaDrift, type DriftOptions } from './schema-drift';
