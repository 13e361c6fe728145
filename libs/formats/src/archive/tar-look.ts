const checksumAt = 148;
const checksumLength = 8;

/** Bytes of a header, and what everything in a tar archive is a multiple of. */
export const blockLength = 512;

/** Whether a file begins with a tar header: older ones have no magic number, but all have a checksum. */
export function looksLikeTar(head: Uint8Array): boolean {
  if (head.length < blockLength || head[0] === 0) return false;
  const written = Buffer.from(head.subarray(checksumAt, checksumAt + checksumLength)).toString('latin1');
  let sum = 0;
  for (let index = 0; index < blockLength; index++) {
    const inChecksum = index >= checksumAt && index < checksumAt + checksumLength;
    sum += inChecksum ? 0x20 : (head[index] ?? 0);
  }
  return /^ *[0-7]+[ \0]/.test(written) && parseInt(written.trim(), 8) === sum;
}
