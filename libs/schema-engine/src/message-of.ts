import { panicMessage } from './wasm';

/** What an error of the engine or the driver says, whatever its shape. */
export function messageOf(error: unknown): string {
  const { name, message, errors } = error as { name?: unknown; message?: unknown; errors?: unknown };
  const panic = panicMessage();
  if (name === 'RuntimeError' && panic !== undefined) return panic;
  if (typeof message === 'string' && message !== '') return message;
  // Node's AggregateError (localhost refused by IPv6 and by IPv4) has an empty message.
  if (Array.isArray(errors) && errors.length > 0) return messageOf(errors[0]);
  return String(error);
}
