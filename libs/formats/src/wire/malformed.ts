import { Problem } from '@sigcat/problems';

/** The problem of bytes that are no protobuf message; `offset` counts from the beginning of the file. */
export function malformed(what: string, offset: number): Problem {
  return new Problem('malformed-model', `${what} at byte ${offset}.`, { offset });
}
