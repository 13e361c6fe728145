/** A 64-bit integer as protobufjs gives it: a Long, or a number where it has no Long. */
export type WireInteger = number | { toString(): string };

export function toBigInt(integer: WireInteger): bigint {
  return BigInt(integer.toString());
}
