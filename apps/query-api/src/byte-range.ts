import { Problem } from '@sigcat/problems';
import { type ByteRange } from '@sigcat/storage';

/**
 * The part of `size` bytes that a `Range` header asks for; undefined for the whole. RFC 9110, section 14.2
 * lets a server pass over a header that it does not understand or that asks for several ranges.
 * @throws Problem `range-not-satisfiable`.
 */
export function byteRange(header: string | undefined, size: number): ByteRange | undefined {
  const parts = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
  const [first = '', last = ''] = parts?.slice(1) ?? [];
  if (first === '' && last === '') return undefined;
  const range =
    first === ''
      ? { start: Math.max(0, size - Number(last)), end: size - 1 }
      : { start: Number(first), end: last === '' ? size - 1 : Math.min(Number(last), size - 1) };
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  if (range.start > range.end) {
    throw new Problem('range-not-satisfiable', `${String(header)} of ${size} bytes.`, { size });
  }
  return range;
}
