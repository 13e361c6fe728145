/** A database of its own for every suite, on a real PostgreSQL that Jest starts (see jest.preset.cjs). */
export { createTestDatabase, type TestDatabase } from './create-test-database';
