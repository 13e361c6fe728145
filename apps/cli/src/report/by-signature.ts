import type { FindingJson } from '@sigcat/compat';
import { placeText } from './wording';

/** Findings by the signature that they are about, in the order of the first one of each. */
export function bySignature<F extends Pick<FindingJson, 'tag_set' | 'signature_key'>>(
  findings: readonly F[],
): readonly (readonly [place: string, members: readonly F[]])[] {
  const groups = new Map<string, F[]>();
  for (const finding of findings) {
    const place = placeText(finding);
    groups.set(place, [...(groups.get(place) ?? []), finding]);
  }
  return [...groups];
}
