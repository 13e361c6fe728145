/** A real PostgreSQL without installing one: npm brings the binaries. */
export { stopLeftover } from './leftover';
export {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from './start-embedded-postgres';
