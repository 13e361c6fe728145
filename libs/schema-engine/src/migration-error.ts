/** The database cannot be brought to the schema that this program needs; the message says why. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';

  constructor(message: string, cause?: unknown) {
    super(message, { cause });
  }
}
