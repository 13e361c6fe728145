/** Does something meet what is asked of it? `maybe` where what is recorded does not say so. */
export type Fit = 'yes' | 'maybe' | 'no';

/** All of it is asked: the worst answer counts. */
export function allOf(...fits: readonly Fit[]): Fit {
  return fits.includes('no') ? 'no' : fits.includes('maybe') ? 'maybe' : 'yes';
}

/** Any of it will do: the best answer counts. */
export function anyOf(...fits: readonly Fit[]): Fit {
  return fits.includes('yes') ? 'yes' : fits.includes('maybe') ? 'maybe' : 'no';
}
