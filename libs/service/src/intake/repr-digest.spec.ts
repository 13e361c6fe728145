import { describe, expect, it } from '@jest/globals';
import { digestOf } from '@sigcat/core';
import { announcedDigest, verifyDigest } from './repr-digest';

// RFC 9530, appendix B.1: the digest of `{"hello": "world"}` and a line feed.
const example = 'sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:';

describe('an announced digest', () => {
  it("is read from the specification's example", () => {
    expect(announcedDigest(example)).toBe(digestOf('{"hello": "world"}\n'));
  });

  it('is found among others', () => {
    expect(announcedDigest(`sha-512=:AAAA:, ${example}`)).toBe(announcedDigest(example));
  });

  it('is nothing without a header', () => {
    expect(announcedDigest(undefined)).toBeUndefined();
    expect(() => {
      verifyDigest(undefined, digestOf('x'));
    }).not.toThrow();
  });

  it.each(['', 'sha-512=:AAAA:', 'sha-256=:AAAA:', 'sha-256=RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg='])(
    'is refused when it is %j',
    (header) => {
      expect(() => announcedDigest(header)).toThrow(
        expect.objectContaining({ code: 'digest-not-supported' }),
      );
    },
  );

  it('must be that of the bytes', () => {
    expect(() => {
      verifyDigest(announcedDigest(example), digestOf('x'));
    }).toThrow(expect.objectContaining({ code: 'digest-mismatch' }));
  });
});
